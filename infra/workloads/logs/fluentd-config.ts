import { ELASTICSEARCH, FLUENTD } from '../defaults/names-and-ports.ts';
import { INDEX } from './elasticsearch-setup.ts';

/** Fluentd's pipeline for log lines: tail, join partial lines, parse, forward. */
export function fluentdConfig(watched: readonly string[], monitoring: string): string {
  const part = (index: number) => `record["path"].split("/")[${index}]`;
  // /var/log/pods/<namespace>_<pod>_<uid>/<container>/<count>.log
  const [pod, container] = [part(4), part(5)];
  return `<system>
  log_level warn
</system>

<source>
  @type monitor_agent
  bind 0.0.0.0
  port ${FLUENTD.port}
</source>

<source>
  @type tail
  tag pods
  path ${watched.map((namespace) => `${FLUENTD.logs}/${namespace}_*/*/*.log`).join(',')}
  path_key path
  pos_file /buffers/positions
  read_from_head true
  refresh_interval 10
  <parse>
    @type cri
  </parse>
</source>

# A line of more than 16 KiB is in several pieces.
<filter pods>
  @type concat
  key message
  separator ""
  stream_identity_key path
  use_partial_cri_logtag true
  partial_cri_logtag_key logtag
  partial_cri_stream_key stream
</filter>

# A new pod on this node has no positions and reads all again: a line has one id, however often it is read.
<filter pods>
  @type record_transformer
  enable_ruby true
  auto_typecast false
  remove_keys path,logtag
  <record>
    namespace \${${pod}.split("_")[0]}
    pod \${${pod}.split("_")[1]}
    container \${${container}}
    id \${${pod}}/\${${container}}/\${record["stream"]}/\${time.strftime("%s%N")}
  </record>
</filter>

# Lines that are no JSON pass as they are.
<filter pods>
  @type parser
  key_name message
  hash_value_field json
  reserve_data true
  reserve_time true
  emit_invalid_record_to_error false
  <parse>
    @type json
  </parse>
</filter>

<match pods>
  @type elasticsearch
  host ${ELASTICSEARCH.name}.${monitoring}
  port ${ELASTICSEARCH.port}
  user fluentd
  password "#{ENV['FLUENTD_PASSWORD']}"
  logstash_format true
  logstash_prefix ${INDEX}
  id_key id
  remove_keys id
  suppress_type_name true
  reload_connections false
  reconnect_on_error true
  reload_on_failure true
  request_timeout 30s
  <buffer>
    @type file
    path /buffers/lines
    flush_interval 5s
    chunk_limit_size 8MB
    total_limit_size 256MB
    # The files are still there: it stops reading until there is room.
    overflow_action block
    retry_max_interval 30s
    retry_forever true
  </buffer>
</match>
`;
}

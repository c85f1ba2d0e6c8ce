#!/bin/sh
# Runs as root on the server: has the cluster certify the key of its administrator, and says what is public of that: the
# certificate of the API server's authority and that of the administrator, in base64.
#
# Its arguments are variables that the caller puts before the first line:
#   ADMINISTRATOR  name of the user
#   REQUEST        for a certificate, in base64; the key stays where it is
#   AGAIN          another value has another certificate made
set -eu

NAME=finance-platform-administrator

kubectl() { /usr/local/bin/k3s kubectl "$@"; }

main() {
  bind
  asked=$(signing_request | kubectl create --filename - --output name)
  trap 'kubectl delete "$asked" --ignore-not-found >/dev/null' EXIT
  kubectl certificate approve "$asked" >/dev/null
  certificate=$(wait_for_certificate)
  authority=$(kubectl config view --raw --output 'jsonpath={.clusters[0].cluster.certificate-authority-data}')
  echo "authority $authority"
  echo "certificate $certificate"
}

# Replaces the administrator of before. No certificate makes anybody one of system:masters.
bind() {
  kubectl apply --server-side --force-conflicts --field-manager finance-platform --filename - >/dev/null <<END
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: $NAME }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: "$ADMINISTRATOR" }]
END
}

signing_request() {
  cat <<END
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { generateName: $NAME- }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth, digital signature]
  request: $REQUEST
END
}

wait_for_certificate() {
  for _ in $(seq 60); do
    answer=$(kubectl get "$asked" --output 'jsonpath={.status.certificate}')
    if [ -n "$answer" ]; then
      echo "$answer"
      return
    fi
    sleep 1
  done
  kubectl get "$asked" --output 'jsonpath={.status.conditions}' >&2
  echo "the cluster has not certified its administrator within 60 s" >&2
  return 1
}

# The last line, without a line break: all before it has been read when it runs, and nothing has happened yet.
main </dev/null

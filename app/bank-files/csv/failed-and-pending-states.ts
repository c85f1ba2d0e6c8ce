import { plainHeader } from './header-words.ts';

/** True for a state in which no money moved. */
export function isFailed(state: string): boolean {
  return FAILED.has(plainHeader(state));
}

/** True for a state before the bank has booked it. */
export function isPending(state: string): boolean {
  return PENDING.has(plainHeader(state));
}

const FAILED = new Set(
  `cancelled,canceled,failed,declined,reverted,reversed,rejected,void,voided,denied,refused,expired,returned unpaid,not completed,unsuccessful,abgelehnt,ruckgangig gemacht,storniert,fehlgeschlagen,annulliert,abgebrochen,annule,annulee,refuse,refusee,echoue,rechazado,rechazada,cancelado,cancelada,anulado,anulada,rifiutato,annullato,annullata,geweigerd,geannuleerd,mislukt,odrzucona,odrzucono,anulowana,anulowano,zamitnuto,zruseno,avvisad,avvist,hylatty,交易关闭,已关闭,交易失败,失败,已取消,支付失败,取消,失敗,отклонен,отменен,отменена,отклонено,не выполнена,취소,실패`.split(
    ',',
  ),
);
const PENDING = new Set(
  `pending,authorised,authorized,authorisation,processing,in progress,uncleared hold,reserved,on hold,vorgemerkt,ausstehend,in bearbeitung,en attente,en cours,pendiente,in attesa,in behandeling,gereserveerd,oczekujaca,w trakcie,cekajici,reservert,reservasjon,reserverad,varaus,katevaraus,venter,preliminar,preliminart,ej bokfort,ikke bokfort,ikke bogfort,umsatz vorgemerkt,noch nicht gebucht,nicht gebucht,autorise,autorisee,non comptabilise,autorizado,autorizada,retenido,retenida,en proceso,pendente,em processamento,autorizzato,autorizzata,non contabilizzato,da contabilizzare,zablokowana,zablokowano,nierozliczona,nierozliczone,blokace,nezauctovano,fuggoben,bekliyor,provizyon,в обработке,в ожидании,авторизация,не подтверждена,等待付款,处理中,未入账,未記帳,未確定,승인대기,처리중`.split(
    ',',
  ),
);

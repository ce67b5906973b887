//! German: why requests of apps are refused, and what to do.

use super::super::Reasons;
use super::super::reasons::{Differences, Reason};

pub(super) const REASONS: Reasons = Reasons {
    client_missing: Reason {
        what: "Die Anfrage sagt nicht, von welcher App sie kommt.",
        next: "Senden Sie die Client-ID als {parameter}.",
    },
    secret_missing: Reason {
        what: "{parameter} fehlt.",
        next: "Senden Sie eines der Geheimnisse der App, so wie die Referenz es zeigt.",
    },
    secret_wrong: Reason {
        what: "Das Geheimnis ist keines der App, oder es wurde widerrufen.",
        next: "Vergleichen Sie es mit dem, das Sie beim Anlegen kopiert haben: vollständig, ohne Leerzeichen oder Zeilenumbrüche. Ist es verloren oder widerrufen, machen Sie unter Geheimnisse ein weiteres.",
    },
    secret_unasked: Reason {
        what: "Die Anfrage trägt ein Geheimnis, und eine App dieser Art hat keines.",
        next: "Lassen Sie das Geheimnis weg: Die App nennt sich allein mit ihrer ID. Läuft sie auf einem Server, registrieren Sie eine App der Art, die ein Geheimnis hat.",
    },
    auth_doubled: Reason {
        what: "Die App weist sich auf zwei Wegen zugleich aus, oder auf zweien, die sich widersprechen.",
        next: "Senden Sie ID und Geheimnis entweder im Header Authorization oder als Parameter, nicht beides.",
    },
    auth_method: Reason {
        what: "Das Geheimnis kam auf einem Weg, den dieser Endpunkt nicht annimmt.",
        next: "Die Referenz sagt, wo es stehen muss.",
    },
    without_secret: Reason {
        what: "Dieser Endpunkt ist Apps ohne Geheimnis verschlossen.",
        next: "Wählen Sie unter Einstellungen eine Art mit Geheimnis, wenn die App eines bewahren kann.",
    },
    deleted: Reason {
        what: "Die App wurde gelöscht.",
        next: "Eine gelöschte App kommt nie zurück. Legen Sie eine neue an.",
    },
    suspended: Reason {
        what: "Die App war zu dieser Zeit gesperrt.",
        next: "Ist sie es noch, steht der Grund auf der ersten Seite der App: Fragen Sie {realm} danach. Sonst ist nichts zu tun.",
    },
    elsewhere: Reason {
        what: "Die App ist auf andere Adressen von {realm} beschränkt.",
        next: "Verwenden Sie die Adressen, die der App gegeben wurden.",
    },
    not_reviewed: Reason {
        what: "Jemand, der die App nicht betreut, wollte sie verwenden, und sie ist nicht für alle offen.",
        next: "Unter Prüfung steht, wie sie geöffnet wird.",
    },
    token_limit: Reason {
        what: "Die App hat so viele gültige Tokens, wie sie haben darf.",
        next: "Lassen Sie die App Tokens widerrufen, die sie nicht mehr braucht, wie die Referenz es zeigt, oder widerrufen Sie alle unter Einstellungen. Oder bitten Sie {realm} um eine höhere Grenze.",
    },
    token_limit_bare: Reason {
        what: "Die App hat so viele gültige Tokens, wie sie haben darf.",
        next: "Widerrufen Sie alle unter Einstellungen, oder bitten Sie {realm} um eine höhere Grenze.",
    },
    redirect_missing: Reason {
        what: "{parameter} fehlt, und ohne kommt dieser Link nicht aus.",
        next: "Senden Sie mit jedem Link eine, die für die App registriert ist.",
    },
    redirect_none: Reason {
        what: "Die App hat noch keine Adresse für {parameter}.",
        next: "Tragen Sie eine ein: Sie gilt sofort.",
    },
    redirect_unneeded: Reason {
        what: "Der Link enthält {parameter}, und die App hat noch keine Adresse dafür.",
        next: "Tragen Sie eine ein: Sie gilt sofort. Oder lassen Sie sie weg: Dann erscheint der Code auf dem Bildschirm.",
    },
    redirect_never: Reason {
        what: "Der Link enthält {parameter}, und Apps dieser Art haben keine Adresse dafür.",
        next: "Lassen Sie sie weg: Der Code erscheint auf dem Bildschirm.",
    },
    redirect_strange: Reason {
        what: "{parameter} ist für die App nicht registriert.",
        next: "Senden Sie die registrierte, oder tragen Sie auch diese ein, wenn sie eine ist, die registriert werden kann. Wie viel davon gleich sein muss, steht auf der Seite, auf der sie registriert sind.",
    },
    redirect_reserved: Reason {
        what: "{parameter} enthält in der Query einen Namen, den die Antwort selbst braucht.",
        next: "Benennen Sie ihn um: {one_of}.",
    },
    redirect_absent: Reason {
        what: "{parameter} fehlt beim Einlösen des Codes.",
        next: "Wiederholen Sie die der Autorisierungsanfrage, Zeichen für Zeichen.",
    },
    redirect_differs: Reason {
        what: "{parameter} ist eine andere als in der Autorisierungsanfrage.",
        next: "Senden Sie an beiden Stellen dieselbe, Zeichen für Zeichen.",
    },
    language: Reason {
        what: "{parameter} nennt eine Sprache, die es hier nicht gibt.",
        next: "Lassen Sie den Parameter weg, oder nehmen Sie eine aus der Liste der Referenz.",
    },
    doubled: Reason {
        what: "{parameter} steht zweimal da.",
        next: "Senden Sie den Parameter einmal: nicht in Query und Body zugleich, und nicht mit zwei Werten.",
    },
    demanded: Reason {
        what: "{parameter} fehlt oder hat einen anderen Wert als nötig.",
        next: "Die Referenz sagt, welchen Wert es braucht.",
    },
    request_object: Reason {
        what: "{parameter} kam an, doch Anfrageobjekte werden hier nicht gelesen.",
        next: "Senden Sie die Parameter selbst.",
    },
    response_type_missing: Reason {
        what: "{parameter} fehlt.",
        next: "Senden Sie einen der Werte, die die Referenz nennt.",
    },
    response_type_unknown: Reason {
        what: "{parameter} hat einen Wert, der hier unbekannt ist.",
        next: "Senden Sie einen der Werte, die die Referenz nennt.",
    },
    response_type_forbidden: Reason {
        what: "{parameter} verlangt etwas, das diese Art von App nicht erhält.",
        next: "Senden Sie einen der Werte, die die Referenz der App nennt; die Art ändern Sie unter Einstellungen.",
    },
    scope_unknown: Reason {
        what: "{parameter} verlangt etwas, das es hier nicht gibt.",
        next: "Vergleichen Sie jedes Wort mit denen, die unter Berechtigungen stehen.",
    },
    scope_unticked: Reason {
        what: "{parameter} verlangt {scope}, worum die App nicht bitten darf.",
        next: "Kreuzen Sie es unter Berechtigungen an, oder lassen Sie es weg.",
    },
    scope_malformed: Reason {
        what: "{parameter} ist nicht wohlgeformt.",
        next: "Die Referenz zeigt, wie die Wörter getrennt werden und welche einander ausschließen.",
    },
    scope_widened: Reason {
        what: "{parameter} verlangt mehr, als erlaubt wurde.",
        next: "Lassen Sie den Parameter weg, um das Erlaubte zu erhalten, oder schicken Sie den Nutzer neu durch die Autorisierung.",
    },
    challenge_missing: Reason {
        what: "Diese App muss PKCE verwenden, und {parameter} fehlt.",
        next: "Senden Sie mit jeder Autorisierungsanfrage eine Challenge, und ihren Verifier beim Einlösen.",
    },
    challenge: Reason {
        what: "{parameter} ist nicht, was PKCE verlangt.",
        next: "Verwenden Sie die Methode S256: 43 Zeichen base64url, die SHA-256 des Verifiers.",
    },
    denied: Reason {
        what: "Jemand hat abgelehnt.",
        next: "Hier ist nichts zu beheben. Zeigen Sie, was die App auch ohne kann.",
    },
    account_disabled: Reason {
        what: "Das Konto hinter der Anfrage ist gesperrt.",
        next: "In der App ist nichts zu beheben.",
    },
    grant_type_missing: Reason {
        what: "{parameter} fehlt.",
        next: "Senden Sie einen der Werte, die die Referenz für diese Adresse nennt.",
    },
    grant_missing: Reason {
        what: "Die Anfrage enthält nichts, was sich einlösen lässt: Einer von diesen Parametern muss da sein: {one_of}.",
        next: "Senden Sie einen davon, wie die Referenz es zeigt.",
    },
    grant_type_unsupported: Reason {
        what: "{parameter} hat einen Wert, der hier unbekannt ist oder zu einer anderen Adresse gehört.",
        next: "Senden Sie einen der Werte, die die Referenz für diese Adresse nennt.",
    },
    grant_forbidden: Reason {
        what: "Diese Art von App darf dieses {parameter} nicht verwenden.",
        next: "Die Referenz sagt, was jede Art verwenden darf; geändert wird die Art unter Einstellungen.",
    },
    code_missing: Reason { what: "{parameter} fehlt.", next: "Senden Sie, was mit der Weiterleitung zurückkam." },
    code_unknown: Reason {
        what: "{parameter} ist unbekannt.",
        next: "Senden Sie ihn vollständig und einmal dekodiert dorthin, woher er kam. Codes werden einige Zeit nach ihrem Ablauf vergessen.",
    },
    code_foreign: Reason {
        what: "{parameter} wurde einer anderen App oder an einer anderen Adresse erteilt.",
        next: "Lösen Sie ihn mit der Client-ID der Autorisierungsanfrage ein.",
    },
    code_expired: Reason {
        what: "{parameter} ist zu alt.",
        next: "Lösen Sie ihn ein, sobald er kommt. Schicken Sie die Person neu durch die Autorisierung.",
    },
    code_revoked: Reason {
        what: "Alle Nutzertokens der App wurden widerrufen, während {parameter} unterwegs war, und er endete mit ihnen.",
        next: "Schicken Sie die Person neu durch die Autorisierung: Was von jetzt an ausgestellt wird, gilt.",
    },
    code_spent: Reason {
        what: "{parameter} wurde schon verwendet. Alles, was daraus entstanden war, ist beendet, denn einer von beiden könnte ein Dieb sein.",
        next: "Lösen Sie jeden Code einmal ein. Suchen Sie nach zwei Prozessen, einer Wiederholung oder einer doppelt geladenen Seite.",
    },
    withdrawn: Reason {
        what: "Die Person hat die Erlaubnis zurückgenommen.",
        next: "Vergessen Sie die Tokens. Fragen Sie erst wieder, wenn die Person etwas will.",
    },
    verifier_missing: Reason {
        what: "{parameter} fehlt, und die Autorisierungsanfrage hatte eine Challenge.",
        next: "Bewahren Sie den Verifier jeder Anfrage bis zum Einlösen auf, und senden Sie ihn dort.",
    },
    verifier_wrong: Reason {
        what: "{parameter} gehört nicht zur Challenge der Autorisierungsanfrage.",
        next: "Bewahren Sie den Verifier jeder Anfrage bis zum Einlösen auf, für jede einen eigenen.",
    },
    verifier_unexpected: Reason {
        what: "{parameter} kam an, aber die Autorisierungsanfrage hatte keine Challenge.",
        next: "Senden Sie die Challenge mit der Autorisierungsanfrage: Irgendwo ging sie verloren.",
    },
    refresh_missing: Reason { what: "{parameter} fehlt.", next: "Senden Sie das Refresh-Token, das zuletzt kam." },
    refresh_unknown: Reason {
        what: "{parameter} ist unbekannt.",
        next: "Senden Sie es vollständig dorthin, woher es kam, und kein Access-Token an seiner Stelle.",
    },
    refresh_foreign: Reason {
        what: "{parameter} wurde einer anderen App oder an einer anderen Adresse erteilt.",
        next: "Jede App erneuert ihre eigenen Tokens, mit ihrer eigenen Client-ID.",
    },
    refresh_expired: Reason {
        what: "{parameter} ist zu alt.",
        next: "Schicken Sie die Person neu durch die Autorisierung.",
    },
    refresh_ended: Reason {
        what: "{parameter} wurde widerrufen.",
        next: "Vergessen Sie es, und schicken Sie die Person neu durch die Autorisierung.",
    },
    refresh_replayed: Reason {
        what: "{parameter} wurde schon verwendet, und was darauf folgte, ist in Gebrauch. Alle Tokens dieser Anmeldung sind beendet, denn einer von beiden könnte ein Dieb sein.",
        next: "Bewahren Sie das neue Refresh-Token jeder Antwort anstelle des alten auf, an einem Ort, den alle Prozesse lesen.",
    },
    token_missing: Reason { what: "Es wurde kein Token gesendet.", next: "Die Referenz zeigt, wo es stehen muss." },
    token_unknown: Reason {
        what: "Das Token ist unbekannt.",
        next: "Senden Sie es vollständig dorthin, woher es kam.",
    },
    token_expired: Reason {
        what: "Das Access-Token ist abgelaufen.",
        next: "So soll es sein: Erneuern Sie es, und wiederholen Sie dann die Anfrage.",
    },
    token_ended: Reason {
        what: "Das Access-Token wurde widerrufen, oder ein anderes trat an seine Stelle.",
        next: "Verwenden Sie das letzte, oder schicken Sie die Person neu durch die Autorisierung.",
    },
    scope_insufficient: Reason {
        what: "Das Token öffnet dies nicht: Ihm fehlt {scope}.",
        next: "Bitten Sie in der Autorisierungsanfrage um diese Berechtigung.",
    },
    body: Reason {
        what: "Der Body der Anfrage ist nicht lesbar.",
        next: "Senden Sie ein Formular oder JSON, wie die Referenz es zeigt, und sagen Sie das in Content-Type.",
    },
    secret_in_query: Reason {
        what: "Ein Geheimnis steht in der Adresse, wo Protokolle es aufbewahren: {parameter}.",
        next: "Senden Sie es im Body oder in einem Header. War es echt, machen Sie ein weiteres und widerrufen Sie dieses.",
    },
    too_large: Reason {
        what: "Die Anfrage ist zu groß oder hat zu viele Parameter.",
        next: "Senden Sie, was die Referenz nennt, und nicht mehr.",
    },
    method: Reason {
        what: "Die Anfrage kam mit einer Methode, die dieser Endpunkt nicht annimmt.",
        next: "Senden Sie sie mit der Methode, die die Referenz zeigt: auch der Header Allow der Antwort nennt sie.",
    },
    media_type: Reason {
        what: "Der Body ist von einer Art, die dieser Endpunkt nicht annimmt.",
        next: "Setzen Sie Content-Type auf das, was die Referenz zeigt, und senden Sie einen solchen Body.",
    },
    busy: Reason {
        what: "{realm} hatte zu viel zu tun oder war einen Moment gestört.",
        next: "Versuchen Sie es erneut, jedes Mal langsamer.",
    },
    differences: Differences {
        blank: "Sie enthält Leerzeichen oder Zeilenumbrüche.",
        encoded: "Sie ist einmal zu oft prozentkodiert.",
        scheme: "Sie beginnt anders: http und https sind zweierlei.",
        user_info: "Sie hat einen Benutzernamen vor dem Host.",
        loopback: "Der Host heißt anders: localhost und seine Adressen sind nicht dasselbe.",
        host_case: "Der Host ist anders groß und klein geschrieben.",
        www: "Eine hat www. vor dem Host, die andere nicht.",
        host: "Der Host ist ein anderer.",
        port: "Der Port ist ein anderer.",
        trailing_slash: "Sie unterscheidet sich in einem Schrägstrich am Ende.",
        path_case: "Der Pfad ist anders groß und klein geschrieben.",
        last_character: "Sie unterscheidet sich im letzten Zeichen.",
        path: "Der Pfad ist ein anderer.",
        dots: "Ihr Pfad enthält . oder .., oder er versteckt sie oder einen Schrägstrich hinter einem Prozentzeichen: Wohin das führt, hängt davon ab, wer es liest.",
        query: "Die Query ist eine andere.",
        fragment: "Sie hat einen Teil hinter #.",
    },
};

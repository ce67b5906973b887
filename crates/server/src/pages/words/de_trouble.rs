//! What error pages say in German.

use super::super::trouble::{Said, Troubles};

pub(super) const TROUBLES: Troubles = Troubles {
    client_missing: Said {
        heading: "Eine App hat nicht gesagt, wer sie ist",
        what: "Sie wurden ohne den Namen einer App hierher geschickt.",
        next: "Die Adresse muss die Client-ID der App enthalten.",
    },
    client_unknown: Said {
        heading: "Diese App ist hier nicht bekannt",
        what: "Eine App hat Sie hierher geschickt, die bei {realm} nicht registriert ist.",
        next: "Die Client-ID muss Zeichen für Zeichen die aus der Registrierung der App sein.",
    },
    app_deleted: Said {
        heading: "Diese App gibt es nicht mehr",
        what: "Die App{named} wurde bei {realm} gelöscht.",
        next: "Es muss eine neue App registriert werden; eine gelöschte kommt nicht wieder.",
    },
    app_suspended: Said {
        heading: "Diese App ist gesperrt",
        what: "{realm} hat die App{named} gesperrt. Sie erhält zurzeit keinen Zugriff.",
        next: "Warum, und wen man fragt: {place}.",
    },
    app_not_reviewed: Said {
        heading: "Diese App ist nicht für alle offen",
        what: "Bis {realm} die App{named} so freigegeben hat, wie sie jetzt ist, kann niemand außer ihren Betreuern zu ihr geschickt werden.",
        next: "Wer sie entwickelt, liest hier, wie es um die Prüfung steht: {place}.",
    },
    app_elsewhere: Said {
        heading: "Diese App hat einen anderen Eingang",
        what: "Die App{named} darf diese Adresse von {realm} nicht verwenden.",
        next: "Welche Adressen sie verwenden darf, steht in ihrer Registrierung.",
    },
    token_limit: Said {
        heading: "Diese App hat ihre Grenze erreicht",
        what: "Die App{named} hat so viele Verbindungen, wie {realm} ihr erlaubt.",
        next: "Wer die App entwickelt, kann alte beenden oder {realm} um mehr bitten.",
    },
    redirect_missing: Said {
        heading: "Die App hat nicht gesagt, wohin es weitergeht",
        what: "Die App{named} hat keine Adresse für den Rückweg genannt.",
        next: "Die Anfrage muss eine Redirect-URI enthalten, die für die App registriert ist.",
    },
    redirect_none: Said {
        heading: "Diese App hat noch keinen Rückweg",
        what: "Für die App{named} ist keine Redirect-URI registriert. Ohne sie kann niemand zur App zurückgeschickt werden.",
        next: "Wo sie hinzugefügt wird: {place}.",
    },
    redirect_unneeded: Said {
        heading: "Diese App hat noch keinen Rückweg",
        what: "Die App{named} nannte eine Adresse, zu der Sie zurückgeschickt werden sollen, und für sie ist keine registriert.",
        next: "Wo sie hinzugefügt wird: {place}. Ohne sie darf der Link keine nennen: Dann erscheint der Code auf dem Bildschirm.",
    },
    redirect_never: Said {
        heading: "Diese App hat keinen Rückweg",
        what: "Die App{named} nannte eine Adresse, zu der Sie zurückgeschickt werden sollen, und Apps ihrer Art haben keine.",
        next: "Der Link darf keine nennen: Der Code erscheint auf dem Bildschirm.",
    },
    redirect_strange: Said {
        heading: "Der Rückweg ist nicht registriert",
        what: "Die App{named} will Sie an eine Adresse schicken, die nicht für sie registriert ist. Zu Ihrem Schutz schickt {realm} Sie nicht dorthin.",
        next: "Die Redirect-URI der Anfrage muss eine sein, die für die App registriert ist.",
    },
    redirect_reserved: Said {
        heading: "Der Rückweg ist nicht verwendbar",
        what: "Die Adresse, die die App{named} für den Rückweg nennt, enthält schon einen Parameter, den die Antwort braucht.",
        next: "Die Redirect-URI muss solche Namen frei lassen.",
    },
    language_unknown: Said {
        heading: "Diese Sprache ist nicht bekannt",
        what: "Die App{named} hat diese Seiten in einer Sprache verlangt, die {realm} nicht anbietet.",
        next: "Die Anfrage muss eine Sprache aus der Dokumentation von {realm} nennen oder keine.",
    },
    parameter_doubled: Said {
        heading: "Die Anfrage sagt etwas doppelt",
        what: "Die App{named} hat denselben Parameter zweimal gesendet. {realm} rät nicht, welcher gemeint ist.",
        next: "Jeder Parameter darf nur einmal in der Anfrage stehen.",
    },
    parameter_demanded: Said {
        heading: "Die Anfrage ist unvollständig",
        what: "Die App{named} hat etwas weggelassen, was {realm} verlangt.",
        next: "Der unten genannte Parameter muss mit einem Wert aus der Dokumentation da sein.",
    },
    request_object: Said {
        heading: "Die App fragt auf eine Weise, die nicht unterstützt wird",
        what: "Die App{named} hat ihre Anfrage in einen signierten Text gepackt, den {realm} nicht liest.",
        next: "Die Parameter müssen selbst in der Adresse stehen, und der unten genannte Parameter muss entfallen.",
    },
    response_type: Said {
        heading: "Die App verlangt eine Antwort, die sie nicht bekommen kann",
        what: "Die App{named} hat nicht gesagt, wie sie die Antwort möchte, oder nicht so, wie es ihr offensteht.",
        next: "Der Response-Type muss einer sein, den {realm} für diese Art von App erlaubt.",
    },
    scope: Said {
        heading: "Die App verlangt etwas, was sie nicht bekommen kann",
        what: "Die App{named} hat eine Berechtigung verlangt, die es nicht gibt oder die ihr nicht offensteht.",
        next: "Der Scope darf nur Wörter enthalten, die für die App registriert sind.",
    },
    challenge: Said {
        heading: "Eine Absicherung fehlt",
        what: "Die App{named} hat den Sicherungsschlüssel, den {realm} verlangt, nicht oder nicht richtig gesendet.",
        next: "Die Anfrage braucht eine gültige Code-Challenge (PKCE) mit der Methode S256.",
    },
    denied: Said {
        heading: "Zugriff abgelehnt",
        what: "Sie haben abgelehnt. Die App{named} erhält keinen Zugriff auf Ihr Konto.",
        next: "Wenn das ein Versehen war, beginnen Sie in der App noch einmal.",
    },
    account_disabled: Said {
        heading: "Dieses Konto ist gesperrt",
        what: "Ihr Konto bei {realm} ist gesperrt. Keine App erhält zurzeit Zugriff darauf.",
        next: "Dort erfahren Sie den Grund, und dort kann es wieder freigegeben werden.",
    },
    too_large: Said {
        heading: "Die Anfrage ist zu groß",
        what: "Es wurde mehr gesendet, als {realm} liest.",
        next: "Eine Anfrage darf 100 Parameter und eine Adresse von 8 KiB haben.",
    },
    unreadable: Said {
        heading: "Die Anfrage ist nicht lesbar",
        what: "Das Gesendete hat keine Form, die {realm} versteht.",
        next: "Die Anfrage muss der Dokumentation von {realm} folgen.",
    },
    too_many_requests: Said {
        heading: "Zu viele Versuche",
        what: "Es gab zu viele Versuche in kurzer Zeit.",
        next: "Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.",
    },
    unavailable: Said {
        heading: "Das geht gerade nicht",
        what: "{realm} kann im Moment nicht antworten. Nichts ist verloren.",
        next: "Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.",
    },
    form_expired: Said {
        heading: "Diese Seite ist zu alt",
        what: "Die Seite war zu lange offen, deshalb gilt Ihre Antwort nicht mehr.",
        next: "Gehen Sie zurück zur App und beginnen Sie noch einmal.",
    },
    form_foreign: Said {
        heading: "Diese Seite gehört nicht zu dieser Sitzung",
        what: "Sie haben sich neu angemeldet, seit sie geöffnet wurde, oder Ihre Antwort kam aus einem anderen Browser oder von einer anderen Seite, oder Cookies sind blockiert. Zu Ihrem Schutz gilt sie nicht.",
        next: "Öffnen Sie die Seite noch einmal, oder beginnen Sie in der App von vorn. Hilft das nicht, erlauben Sie Cookies für diese Seite.",
    },
    form_used: Said {
        heading: "Sie haben schon geantwortet",
        what: "Ihre erste Antwort auf diese Seite ist angekommen. Eine Seite nimmt eine Antwort an, deshalb gilt diese nicht.",
        next: "Gehen Sie zurück zur App. Falls es dort nicht weitergeht, beginnen Sie noch einmal.",
    },
    answer_unbelieved: Said {
        heading: "Ihre Anmeldung lässt sich nicht bestätigen",
        what: "Was von der Anmeldeseite von {realm} zurückkam, ist nicht vertrauenswürdig. Zu Ihrem Schutz gilt es nicht.",
        next: "Im Protokoll steht unter der Anfragenummer unten, was an der Antwort nicht stimmt.",
    },
    answer_late: Said {
        heading: "Ihre Anmeldung kam zu spät",
        what: "Der Weg zurück von der Anmeldeseite hat zu lange gedauert, deshalb gilt Ihre Anmeldung nicht mehr.",
        next: "Gehen Sie dorthin zurück, wo Sie begonnen haben, und melden Sie sich noch einmal an.",
    },
    answer_used: Said {
        heading: "Ihre Anmeldung ist schon angekommen",
        what: "Der Rückweg von der Anmeldeseite zählt einmal, und er hat gezählt, deshalb gilt dieses zweite Mal nicht.",
        next: "Gehen Sie dort weiter, wo Sie begonnen haben.",
    },
    answer_clock: Said {
        heading: "Zwei Uhren gehen nicht gleich",
        what: "Die Anmeldeseite von {realm} und dieser Server sind sich nicht einig, wie spät es ist, deshalb gilt Ihre Anmeldung nicht. Ein weiterer Versuch würde genauso enden.",
        next: "Eine der beiden Uhren geht falsch. Im Protokoll steht unter der Anfragenummer unten, um wie viel.",
    },
    answer_unfit: Said {
        heading: "Ihr Konto lässt sich hier nicht öffnen",
        what: "Was die Anmeldeseite von {realm} über Ihr Konto sagt, ist unvollständig oder lässt sich nicht speichern.",
        next: "Im Protokoll steht unter der Anfragenummer unten, was fehlt.",
    },
    names_taken: Said {
        heading: "Ihr Benutzername oder Ihre Adresse ist vergeben",
        what: "Es gibt ein anderes Konto mit Ihrem Benutzernamen oder Ihrer Adresse, deshalb lässt sich Ihres nicht öffnen.",
        next: "Im Protokoll steht unter der Anfragenummer unten, welcher Name es ist. Eines der beiden Konten braucht einen anderen.",
    },
    sign_in_old: Said {
        heading: "Sie müssen sich neu anmelden",
        what: "Hierfür müssen Sie sich gerade eben angemeldet haben, und die Anmeldeseite von {realm} hat nicht danach gefragt.",
        next: "Sie können sich dort abmelden, dorthin zurückgehen, wo Sie begonnen haben, und es noch einmal versuchen.",
    },
    not_found: Said {
        heading: "Hier ist nichts",
        what: "Diese Adresse führt nirgendwohin oder zu etwas, das nicht Ihnen gehört.",
        next: "Bitte prüfen Sie die Adresse oder beginnen Sie neu bei {place}.",
    },
    method_not_allowed: Said {
        heading: "Diese Seite lässt sich so nicht öffnen",
        what: "Diese Adresse nimmt nur, was eine unserer eigenen Seiten an sie sendet. Es ist nichts geschehen.",
        next: "Bitte beginnen Sie noch einmal bei {place}.",
    },
    broken: Said {
        heading: "Auf unserer Seite ist etwas schiefgegangen",
        what: "{realm} hat einen unerwarteten Fehler gemacht. Es wurde nichts erlaubt.",
        next: "Die Anfragenummer unten hilft dort, die Ursache zu finden.",
    },
    unexpected: Said {
        heading: "Die Anfrage wurde abgelehnt",
        what: "Die App{named} hat eine Anfrage gesendet, die {realm} nicht annimmt.",
        next: "Der Grund unten sagt, was nicht stimmt.",
    },
};

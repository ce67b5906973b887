//! What error pages say in German.

use super::{Said, Trouble};

pub(super) fn said(trouble: Trouble) -> Said {
    let (heading, what, next) = match trouble {
        Trouble::ClientMissing => (
            "Eine App hat nicht gesagt, wer sie ist",
            "Sie wurden ohne den Namen einer App hierher geschickt.",
            "Die Adresse muss die Client-ID der App enthalten.",
        ),
        Trouble::ClientUnknown => (
            "Diese App ist hier nicht bekannt",
            "Eine App hat Sie hierher geschickt, die bei {realm} nicht registriert ist.",
            "Die Client-ID muss Zeichen für Zeichen die aus der Registrierung der App sein.",
        ),
        Trouble::AppDeleted => (
            "Diese App gibt es nicht mehr",
            "Die App{named} wurde bei {realm} gelöscht.",
            "Es muss eine neue App registriert werden; eine gelöschte kommt nicht wieder.",
        ),
        Trouble::AppSuspended => (
            "Diese App ist gesperrt",
            "{realm} hat die App{named} gesperrt. Sie erhält zurzeit keinen Zugriff.",
            "Wer die App entwickelt, kann bei {realm} nach dem Grund fragen.",
        ),
        Trouble::AppElsewhere => (
            "Diese App hat einen anderen Eingang",
            "Die App{named} darf diese Adresse von {realm} nicht verwenden.",
            "Welche Adressen sie verwenden darf, steht in ihrer Registrierung.",
        ),
        Trouble::TokenLimit => (
            "Diese App ist voll",
            "Die App{named} hat so viele Verbindungen, wie {realm} ihr erlaubt.",
            "Wer die App entwickelt, kann alte beenden oder {realm} um mehr bitten.",
        ),
        Trouble::RedirectMissing => (
            "Die App hat nicht gesagt, wohin es weitergeht",
            "Die App{named} hat keine Adresse für den Rückweg genannt.",
            "Die Anfrage muss eine Redirect-URI enthalten, die für die App registriert ist.",
        ),
        Trouble::RedirectNone => (
            "Diese App hat noch keinen Rückweg",
            "Für die App{named} ist keine Redirect-URI registriert. Ohne sie kann niemand zur App zurückgeschickt werden.",
            "Wo sie hinzugefügt wird: {place}.",
        ),
        Trouble::RedirectStrange => (
            "Der Rückweg ist nicht registriert",
            "Die App{named} will Sie an eine Adresse schicken, die nicht für sie registriert ist. Zu Ihrem Schutz folgt {realm} ihr nicht.",
            "Die Redirect-URI der Anfrage muss eine sein, die für die App registriert ist.",
        ),
        Trouble::RedirectReserved => (
            "Der Rückweg enthält einen vergebenen Namen",
            "Die Adresse, die die App{named} für den Rückweg nennt, enthält schon einen Parameter, den die Antwort braucht.",
            "Die Redirect-URI muss solche Namen frei lassen.",
        ),
        Trouble::LanguageUnknown => (
            "Diese Sprache ist nicht bekannt",
            "Die App{named} hat diese Seiten in einer Sprache verlangt, die {realm} nicht anbietet.",
            "Die Anfrage muss eine Sprache aus der Dokumentation von {realm} nennen oder keine.",
        ),
        Trouble::ParameterDoubled => (
            "Die Anfrage sagt etwas doppelt",
            "Die App{named} hat denselben Parameter zweimal gesendet. {realm} rät nicht, welcher gemeint ist.",
            "Jeder Parameter darf nur einmal in der Anfrage stehen.",
        ),
        Trouble::ParameterDemanded => (
            "Die Anfrage ist unvollständig",
            "Die App{named} hat etwas weggelassen, was {realm} verlangt.",
            "Der unten genannte Parameter muss mit einem Wert aus der Dokumentation da sein.",
        ),
        Trouble::ResponseType => (
            "Die App verlangt eine Antwort, die sie nicht bekommen kann",
            "Die App{named} hat nicht gesagt, wie sie die Antwort möchte, oder nicht so, wie es ihr offensteht.",
            "Der Response-Type muss einer sein, den {realm} für diese Art von App erlaubt.",
        ),
        Trouble::Scope => (
            "Die App verlangt etwas, was sie nicht bekommen kann",
            "Die App{named} hat eine Berechtigung verlangt, die es nicht gibt oder die ihr nicht offensteht.",
            "Der Scope darf nur Wörter enthalten, die für die App registriert sind.",
        ),
        Trouble::Challenge => (
            "Eine Absicherung fehlt",
            "Die App{named} hat den Sicherungsschlüssel, den {realm} verlangt, nicht oder nicht richtig gesendet.",
            "Die Anfrage braucht eine gültige Code-Challenge (PKCE) mit der Methode S256.",
        ),
        Trouble::Denied => (
            "Zugriff abgelehnt",
            "Sie haben abgelehnt. Die App{named} erhält keinen Zugriff auf Ihr Konto.",
            "Wenn das ein Versehen war, beginnen Sie in der App noch einmal.",
        ),
        Trouble::AccountDisabled => (
            "Dieses Konto ist gesperrt",
            "Ihr Konto bei {realm} ist gesperrt. Keine App erhält zurzeit Zugriff darauf.",
            "Dort erfahren Sie den Grund, und dort kann es wieder freigegeben werden.",
        ),
        Trouble::TooLarge => (
            "Die Anfrage ist zu groß",
            "Es wurde mehr gesendet, als {realm} liest.",
            "Eine Anfrage darf 100 Parameter und eine Adresse von 8 KiB haben.",
        ),
        Trouble::Unreadable => (
            "Die Anfrage ist nicht lesbar",
            "Das Gesendete hat keine Form, die {realm} versteht.",
            "Die Anfrage muss der Dokumentation von {realm} folgen.",
        ),
        Trouble::TooManyRequests => (
            "Zu viele Versuche",
            "Es gab zu viele Versuche in kurzer Zeit.",
            "Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.",
        ),
        Trouble::Unavailable => (
            "Das geht gerade nicht",
            "{realm} kann im Moment nicht antworten. Nichts ist verloren.",
            "Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.",
        ),
        Trouble::FormExpired => (
            "Diese Seite ist zu alt",
            "Die Seite war zu lange offen, deshalb gilt Ihre Antwort nicht mehr.",
            "Gehen Sie zurück zur App und beginnen Sie noch einmal.",
        ),
        Trouble::FormForeign => (
            "Diese Seite gehört nicht zu diesem Browser",
            "Ihre Antwort kam aus einem anderen Browser oder von einer anderen Seite, oder Cookies sind blockiert. Zu Ihrem Schutz gilt sie nicht.",
            "Erlauben Sie Cookies für diese Seite, gehen Sie zurück zur App und beginnen Sie noch einmal.",
        ),
        Trouble::FormUsed => (
            "Sie haben schon geantwortet",
            "Ihre Antwort ist angekommen, und die App hat sie verwendet. Sie gilt nicht zweimal.",
            "Gehen Sie zurück zur App. Falls es dort nicht weitergeht, beginnen Sie noch einmal.",
        ),
        Trouble::NotFound => (
            "Hier ist nichts",
            "Diese Adresse führt nirgendwohin.",
            "Bitte prüfen Sie die Adresse oder gehen Sie zurück zur App, die Sie hierher geschickt hat.",
        ),
        Trouble::MethodNotAllowed => (
            "Diese Adresse lässt sich nicht öffnen",
            "Unter dieser Adresse gibt es im Browser nichts zu sehen.",
            "Bitte gehen Sie zurück zur App, die Sie hierher geschickt hat.",
        ),
        Trouble::Broken => (
            "Auf unserer Seite ist etwas schiefgegangen",
            "{realm} hat einen unerwarteten Fehler gemacht. Es wurde nichts erlaubt.",
            "Die Anfragenummer unten hilft dort, die Ursache zu finden.",
        ),
        Trouble::Unexpected => (
            "Die Anfrage wurde abgelehnt",
            "Die App{named} hat eine Anfrage gesendet, die {realm} nicht annimmt.",
            "Der Grund unten sagt, was nicht stimmt.",
        ),
    };
    Said { heading, what, next }
}

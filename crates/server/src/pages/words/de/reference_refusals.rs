//! What happened and what to do, in German.

use super::super::reference::Pairs;

pub(super) const REFUSALS: Pairs = &[
    ("client_id_missing", "Die Client-ID fehlt.", "Senden Sie sie unter dem Namen, der oben bei den Parametern steht."),
    (
        "client_unknown",
        "Keine App hat diese Client-ID.",
        "Kopieren Sie sie Zeichen für Zeichen aus den Einstellungen der App.",
    ),
    ("client_secret_missing", "Das Geheimnis fehlt.", "Senden Sie es auf einem der Wege oben."),
    (
        "client_secret_wrong",
        "Das Geheimnis stimmt nicht.",
        "Kopieren Sie es neu oder machen Sie ein neues; kodieren Sie es im Formular und vor Basic.",
    ),
    (
        "client_secret_unasked",
        "Ein Geheimnis kam, und Apps dieser Art haben keines.",
        "Senden Sie allein die Client-ID.",
    ),
    (
        "client_auth_doubled",
        "Zugangsdaten kamen auf zwei Wegen zugleich.",
        "Nehmen Sie einen: den Header oder die Parameter.",
    ),
    ("client_auth_method", "Zugangsdaten kamen auf einem Weg, der hier nicht gilt.", "Nehmen Sie einen der Wege oben."),
    (
        "client_without_secret",
        "Apps ohne Geheimnis dürfen hier nicht anfragen.",
        "Registrieren Sie eine App von einer Art, die eines hat.",
    ),
    ("app_deleted", "Die App wurde gelöscht.", "Registrieren Sie eine neue: Eine gelöschte kommt nie wieder."),
    ("app_suspended", "Die App ist gesperrt.", "Die Seite der App in der Konsole sagt, warum und wen man fragt."),
    (
        "app_elsewhere",
        "Die App ist auf andere Adressen dieses Realms beschränkt.",
        "Nehmen Sie die aus ihren Einstellungen.",
    ),
    (
        "token_limit",
        "Die App hat so viele gültige Tokens, wie sie darf.",
        "Widerrufen Sie alte, nutzen Sie Refresh statt neuer Fragen, oder bitten Sie um mehr.",
    ),
    (
        "app_not_reviewed",
        "Die App ist noch nicht geprüft, und das Konto gehört keinem ihrer Inhaber.",
        "Melden Sie sich als Inhaber an, oder bitten Sie in der Konsole um die Prüfung.",
    ),
    (
        "request_object",
        "Die Parameter kamen in einem signierten Text, der hier nicht gelesen wird.",
        "Senden Sie sie einzeln.",
    ),
    (
        "request_object_uri",
        "Die Parameter kamen als Adresse eines signierten Textes, der nie abgerufen wird.",
        "Senden Sie sie einzeln.",
    ),
    (
        "redirect_uri_missing",
        "Die Redirect-URI fehlt, und es gibt nicht genau eine, die gelten könnte.",
        "Nennen Sie eine, die die App registriert hat.",
    ),
    (
        "redirect_uri_none",
        "Die App hat keine Redirect-URI registriert.",
        "Tragen Sie in den Einstellungen der App eine ein.",
    ),
    (
        "redirect_uri_strange",
        "Die Redirect-URI gehört nicht zu denen, die die App registriert hat.",
        "Vergleichen Sie beide bis zum letzten Zeichen, auch den Schrägstrich am Ende.",
    ),
    (
        "redirect_uri_reserved",
        "Die Query der Redirect-URI hat einen Namen, den die Antwort braucht.",
        "Nennen Sie diesen Parameter anders.",
    ),
    (
        "language_unknown",
        "Die Sprache steht nicht in der Liste.",
        "Nehmen Sie einen der Werte oben, oder lassen Sie sie weg.",
    ),
    (
        "parameter_doubled",
        "Ein Parameter steht zweimal da.",
        "Senden Sie jeden einmal, und nicht in Query und Body zugleich.",
    ),
    (
        "parameter_demanded",
        "Ein Parameter, den dieser Dienst verlangt, fehlt oder hat einen anderen Wert.",
        "Senden Sie ihn mit einem Wert der Liste.",
    ),
    ("response_type_missing", "Der Response-Type fehlt.", "Nennen Sie einen der Werte oben."),
    ("response_type_unknown", "Diesen Response-Type gibt es nicht.", "Nehmen Sie einen der Werte oben."),
    (
        "response_type_forbidden",
        "Diese Art von App darf diesen Response-Type nicht verwenden.",
        "Nehmen Sie den ihrer Art.",
    ),
    (
        "scope_unknown",
        "Ein Scope ist unbekannt, oder die App hat ihn nicht registriert.",
        "Fragen Sie nach Scopes aus den Einstellungen der App.",
    ),
    (
        "scope_malformed",
        "Der Scope hat zwei Wörter einer Gruppe, ein Wort zweimal, oder er fehlt, obwohl er nötig ist.",
        "Senden Sie aus jeder Gruppe ein Wort, geschrieben wie in der Liste.",
    ),
    (
        "scope_widened",
        "Der Scope geht über das Erlaubte hinaus.",
        "Fragen Sie nach weniger, oder schicken Sie die Leute noch einmal über den Link.",
    ),
    ("challenge_missing", "Die Code-Challenge fehlt.", "Senden Sie mit jedem Link eine."),
    (
        "challenge_malformed",
        "Die Code-Challenge hat eine andere Form.",
        "Senden Sie 43 bis 128 Zeichen: Base64url eines SHA-256 ohne Auffüllung.",
    ),
    (
        "challenge_method_unsupported",
        "Diese Challenge-Methode gilt hier nicht.",
        "Nennen Sie einen der Werte oben: Ohne Angabe ist plain gemeint.",
    ),
    (
        "access_denied",
        "Die Person hat abgelehnt.",
        "Sagen Sie, wozu der Zugriff dient, und fragen Sie wieder, wenn sie es möchte.",
    ),
    ("account_disabled", "Das Konto ist gesperrt.", "Hier kann nur der Betreiber des Dienstes helfen."),
    ("grant_type_missing", "Der Grant-Type fehlt.", "Senden Sie ihn, wie er oben bei den Parametern steht."),
    (
        "grant_type_unsupported",
        "Diesen Grant-Type gibt es an dieser Adresse nicht.",
        "Vergleichen Sie Wort und Adresse mit denen oben.",
    ),
    (
        "grant_type_forbidden",
        "Diese Art von App darf diesen Grant nicht verwenden.",
        "Sehen Sie nach, welche ihre Art hat.",
    ),
    ("code_missing", "Der Code fehlt.", "Senden Sie, was der Redirect brachte, einmal dekodiert."),
    (
        "code_unknown",
        "Der Code ist unbekannt.",
        "Nehmen Sie ihn ganz aus dem Redirect, einmal dekodiert; Codes anderer Server gelten hier nicht.",
    ),
    (
        "code_foreign",
        "Der Code wurde für eine andere App ausgestellt.",
        "Nehmen Sie ID und Geheimnis der App, die gefragt hat.",
    ),
    (
        "code_expired",
        "Der Code ist abgelaufen.",
        "Tauschen Sie ihn sofort; schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "code_revoked",
        "Alle Nutzertokens der App wurden widerrufen, während der Code unterwegs war.",
        "Schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "code_spent",
        "Der Code wurde schon verwendet. Die Tokens, die er brachte, sind zu Ende.",
        "Tauschen Sie jeden Code einmal: Suchen Sie nach einer Wiederholung oder einer zweimal geladenen Seite.",
    ),
    ("code_withdrawn", "Die Person hat die Erlaubnis zurückgezogen.", "Schicken Sie sie noch einmal über den Link."),
    ("code_account_disabled", "Das Konto ist gesperrt.", "Hier kann nur der Betreiber des Dienstes helfen."),
    ("redirect_uri_absent", "Die Redirect-URI des Links muss wiederholt werden.", "Senden Sie dieselbe noch einmal."),
    (
        "redirect_uri_differs",
        "Die Redirect-URI ist eine andere als im Link.",
        "Senden Sie dieselbe, Zeichen für Zeichen.",
    ),
    ("verifier_missing", "Der Code-Verifier fehlt.", "Senden Sie den, der zur Challenge des Links gehört."),
    (
        "verifier_wrong",
        "Der Code-Verifier passt nicht zur Challenge.",
        "Merken Sie ihn sich bei der Sitzung der Person: Jeder Link hat seinen eigenen.",
    ),
    (
        "verifier_unexpected",
        "Ein Code-Verifier kam, aber der Link hatte keine Challenge.",
        "Senden Sie die Challenge im Link: Sie ist vielleicht unterwegs verloren gegangen.",
    ),
    ("refresh_token_missing", "Das Refresh-Token fehlt.", "Senden Sie das der letzten Antwort."),
    (
        "refresh_token_malformed",
        "Das Refresh-Token ist unbekannt und sieht nach etwas anderem aus.",
        "Sehen Sie nach, ob es ein Access-Token oder abgeschnitten ist.",
    ),
    (
        "refresh_token_unknown",
        "Das Refresh-Token ist unbekannt.",
        "Behalten Sie das der letzten Antwort; schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "refresh_token_foreign",
        "Das Refresh-Token wurde für eine andere App ausgestellt.",
        "Nehmen Sie ID und Geheimnis der App, die es bekam.",
    ),
    (
        "refresh_token_expired",
        "Das Refresh-Token ist abgelaufen.",
        "Schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "refresh_token_ended",
        "Das Refresh-Token wurde widerrufen.",
        "Schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "refresh_token_replayed",
        "Ein altes Refresh-Token kam, nachdem sein Nachfolger benutzt war. Vielleicht hat es jemand kopiert: Alle Tokens dieses Codes sind zu Ende.",
        "Behalten Sie das neueste, an einer Stelle für alle Prozesse; schicken Sie die Person noch einmal über den Link.",
    ),
    (
        "refresh_token_withdrawn",
        "Die Person hat die Erlaubnis zurückgezogen.",
        "Schicken Sie sie noch einmal über den Link.",
    ),
    ("refresh_token_account_disabled", "Das Konto ist gesperrt.", "Hier kann nur der Betreiber des Dienstes helfen."),
    ("token_missing", "Es kam kein Access-Token.", "Senden Sie es, wie API-Aufrufe es tragen."),
    (
        "token_parameter_missing",
        "Das Token fehlt.",
        "Senden Sie es unter dem Namen, der oben bei den Parametern steht.",
    ),
    ("token_unknown", "Das Token ist unbekannt.", "Senden Sie es ganz; Tokens anderer Server gelten hier nicht."),
    (
        "token_expired",
        "Das Access-Token ist abgelaufen.",
        "Nutzen Sie Refresh, oder schicken Sie die Person noch einmal über den Link.",
    ),
    ("token_ended", "Das Access-Token wurde widerrufen.", "Holen Sie ein neues."),
    ("token_withdrawn", "Die Person hat die Erlaubnis zurückgezogen.", "Schicken Sie sie noch einmal über den Link."),
    ("token_account_disabled", "Das Konto ist gesperrt.", "Hier kann nur der Betreiber des Dienstes helfen."),
    ("token_app_suspended", "Die App ist gesperrt.", "Die Seite der App in der Konsole sagt, warum und wen man fragt."),
    (
        "scope_insufficient",
        "Dem Token fehlt ein Scope.",
        "Schicken Sie die Person mit diesem Scope noch einmal über den Link.",
    ),
    ("body_malformed", "Der Body ist nicht lesbar.", "Vergleichen Sie ihn und seinen Content-Type mit dem Beispiel."),
    (
        "secret_in_query",
        "Ein Geheimnis steht in der Adresse, wo Protokolle es aufbewahren.",
        "Senden Sie es im Body oder im Header, und machen Sie ein neues.",
    ),
    ("too_large", "Die Anfrage ist zu groß.", "64 KiB sind das Höchste."),
    ("too_many_parameters", "Die Anfrage hat mehr als 100 Parameter.", "Senden Sie die, die oben stehen."),
    ("media_type_unsupported", "Dieser Content-Type gilt hier nicht.", "Nehmen Sie einen der Wege oben."),
    ("too_many_requests", "Es kamen zu viele Anfragen.", "Warten Sie so lange, wie Retry-After sagt."),
    (
        "unavailable",
        "Der Dienst ist im Moment nicht erreichbar.",
        "Versuchen Sie es nach den Sekunden von Retry-After noch einmal.",
    ),
];

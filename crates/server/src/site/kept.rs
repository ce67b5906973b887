//! What was typed into a form whose session had ended: it goes along through the sign-in, sealed for that person in that browser, and stands in the form
//! again. Nothing of it is done, and no password is among it.

use super::Visit;
use crate::flow::Call;
use crate::flow::seal::{Form, Purpose};
use crate::pages::Kept;
use crate::wire::fields::Fields;

/// The parameter that carries it.
pub(super) const NAME: &str = "kept";
/// More bytes than that are not kept: addresses have an end.
const MOST: usize = 2000;

/// What this call posted, if it came from a page of ours; `None` where that is not known, or too much.
pub(super) fn seal(call: &Call<'_>) -> Option<String> {
    let fields = Fields::read(call.incoming, &call.mount.issuer)?;
    let form = Form::open_here(call, Purpose::Act, fields.one("csrf")).ok()?;
    let query = Some(fields.shown_again()).filter(|text| !text.is_empty() && text.len() <= MOST)?;
    Some(Form { purpose: Purpose::Kept, query, at: call.now.secs(), ..form }.seal(call))
}

/// What this visit's address carries, if the visitor typed it here.
pub(super) fn open(visit: &Visit<'_>) -> Option<Kept> {
    let form = Form::open_here(visit.call, Purpose::Kept, &visit.call.parameter(NAME)?).ok()?;
    let own = form.decider.as_ref().is_some_and(|decider| decider.account == visit.account().key.0);
    own.then(|| Kept {
        action: visit.to(&form.path),
        fields: form_urlencoded::parse(form.query.as_bytes()).into_owned().collect(),
    })
}

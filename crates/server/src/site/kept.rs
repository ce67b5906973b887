//! What was typed into a form whose session had ended: it goes along through the sign-in, sealed for that person in that browser, and stands in the form
//! again. Nothing of it is done, and no password is among it.

use super::Visit;
use crate::flow::Call;
use crate::flow::errand::KEPT;
use crate::flow::seal::{Form, Purpose};
use crate::pages::Kept;
use crate::wire::fields::Fields;

/// More bytes than that are not kept, sealed: an address has an end. A thousand characters of any kind are not too many.
const MOST: usize = 7000;
/// The same where an owner's login stands on the way: its address bears what is kept inside a second seal.
const MOST_HANDED_OFF: usize = 3500;

/// What this call posted, if it came from a page of ours; `None` where that is not known, or too much.
pub(super) fn seal(call: &Call<'_>) -> Option<String> {
    let fields = Fields::read(call.incoming, &call.mount.issuer)?;
    let form = Form::open_here(call, Purpose::Act, fields.one("csrf")).ok()?;
    // As they are, where a query would write a letter in up to twelve.
    let shown = Some(fields.shown_again()).filter(|shown| !shown.is_empty())?;
    let query = serde_json::to_string(&shown).ok()?;
    let sealed = Form { purpose: Purpose::Kept, query, at: call.now.secs(), ..form }.seal(call);
    let most = if call.realm.hand_off.is_some() { MOST_HANDED_OFF } else { MOST };
    Some(sealed).filter(|sealed| sealed.len() <= most)
}

/// What this visit's address carries, if the visitor typed it here.
pub(super) fn open(visit: &Visit<'_>) -> Option<Kept> {
    let form = Form::open_here(visit.call, Purpose::Kept, &visit.call.parameter(KEPT)?).ok()?;
    let own = form.decider.as_ref().is_some_and(|decider| decider.account == visit.account().key.0);
    let fields = serde_json::from_str(&form.query).ok().filter(|_| own)?;
    Some(Kept { action: visit.to(&form.path), fields })
}

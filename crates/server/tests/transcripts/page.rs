//! Forms of a page, as far as a person needs them.

/// A form.
pub(crate) struct Form {
    pub(crate) action: String,
    /// Fields that the person does not see.
    pub(crate) hidden: Vec<(String, String)>,
}

/// The form that is sent to an address ending so.
pub(crate) fn form(page: &str, action: &str) -> Option<Form> {
    let forms = page.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or_default());
    forms.filter_map(read).find(|form| form.action.ends_with(action))
}

fn read(form: &str) -> Option<Form> {
    let inputs = form.split("<input").skip(1).map(|input| input.split('>').next().unwrap_or_default());
    let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let hidden = hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
    Some(Form { action: attribute(form, "action")?, hidden: hidden.collect() })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!("{name}=\""))?.1;
    Some(rest.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

//! The administrators of a server: one of them can always sign in.

use super::{desk, password, person, world};
use crate::desk::Declined;

#[tokio::test]
async fn of_the_administrators_one_can_always_sign_in() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "admin");
    let (first, second) =
        (desk.create_account(person("one"), &password()).await.unwrap(), desk.invite(person("two")).await.unwrap().0);
    for refused in [desk.disable("one").await, desk.delete_account("one").await] {
        assert!(matches!(refused, Err(Declined::LastAdministrator)), "an invitation is nobody who can sign in");
    }
    desk.set_password("two", &password()).await.unwrap();
    desk.disable("one").await.unwrap();
    assert!(matches!(desk.delete_account("two").await, Err(Declined::LastAdministrator)));
    desk.enable("one").await.unwrap();
    desk.delete_account("two").await.unwrap();
    assert_eq!(desk.account_of_id(&first.id).await.unwrap().username, "one");
    assert!(matches!(desk.account_of_id(&second.id).await, Err(Declined::NoAccount(..))));
}

#[tokio::test]
async fn other_realms_may_run_out_of_people() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    desk.create_account(person("one"), &password()).await.unwrap();
    desk.disable("one").await.unwrap();
    desk.delete_account("one").await.unwrap();
}

//! What every database promises. `suite!(make)` turns each promise into a test; `make` gives a fresh [`world::World`].

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod apps;
pub(crate) mod by_use;
pub(crate) mod codes;
pub(crate) mod developers;
pub(crate) mod ends;
pub(crate) mod epoch;
pub(crate) mod keyring;
pub(crate) mod leases;
pub(crate) mod limits;
pub(crate) mod links;
pub(crate) mod office;
pub(crate) mod people;
pub(crate) mod purge;
pub(crate) mod races;
pub(crate) mod refresh;
pub(crate) mod world;

macro_rules! suite {
    ($make:path) => {
        $crate::contract::suite! { $make;
            codes: issue_is_idempotent_while_unspent, what_is_kept_comes_back, a_consent_makes_widens_and_replaces_the_grant,
                a_late_double_click_revives_nothing, a_no_takes_the_place_of_a_yes, redemption_wins_once, a_rerun_finds_that_it_has_won, a_lost_redemption_writes_nothing, two_tokens_of_one_code_come_and_go_together,
                a_code_lives_through_its_last_second, an_ended_grant_kills_its_codes_for_good, realms_share_nothing;
            limits: over_the_limit_the_code_survives, only_live_tokens_count, a_replay_at_the_limit_is_a_replay,
                the_grant_sheds_the_token_unused_for_longest, finite_tokens_are_not_crowded_out, an_apps_own_tokens_count_once_there_is_a_limit,
                a_first_limit_counts_a_few_tokens_at_a_time, housekeeping_counts_what_was_left, a_test_token_is_one_and_counts_nowhere;
            access: what_is_kept_comes_back, found_by_the_id_that_its_text_carries_else_by_hash, issue_is_idempotent, an_implicit_token_gets_the_true_grant, an_ended_grant_gives_nothing,
                the_latest_use_wins, many_uses_are_noted_at_once_and_again, past_its_purge_time_a_row_is_absent;
            refresh: rotation_consumes_once, a_rerun_finds_that_it_has_won, the_successor_is_told, use_of_a_successor_is_told,
                what_is_dead_does_not_rotate, older_access_tokens_end_where_asked, a_hundred_consumed_rows_are_known, the_same_token_may_stay_and_extend,
                what_is_dead_is_not_renewed;
            ends: one_token, a_family, a_grant_with_all_that_came_from_it, the_last_token_takes_the_grant_along, what_ended_with_all_of_an_app_keeps_no_grant, a_tombstone_keeps_the_row;
            apps: created_once, listed_in_pages, changed_one_fact_at_a_time, every_change_moves_the_revision, whoever_asks_sees_every_change_before;
            accounts: names_are_one_of_a_kind, only_what_a_cache_can_know_moves_the_revision, sign_in_by_name_or_address, listed_in_pages, a_new_password_ends_sessions, a_sign_in_on_its_way_ends_with_what_it_showed, sessions_end,
                the_audit_is_newest_first, grants_are_listed_by_account;
            races: one_code_has_one_winner, a_page_has_one_answer, one_refresh_token_has_one_successor, the_limit_holds, a_double_click_keeps_one_code,
                a_withdrawal_beats_every_redemption, a_family_end_beats_every_rotation, a_new_password_beats_every_sign_in, a_password_is_replaced_once_by_whoever_shows_it, consents_do_not_lose_each_other;
            people: sessions_are_listed_and_end, of_many_sessions_the_last_stay, an_id_elsewhere_is_one_accounts, of_many_who_claim_a_name_one_has_it, a_claim_leaves_a_row_for_each_change,
                a_session_was_seen, grants_tell_where_from_and_when_used, renewals_end_with_the_family_that_lasts_longest, a_renewal_is_a_use_and_more_is_told, a_profile_changes,
                names_change_and_are_freed, a_deleted_account_leaves_its_id, nobody_who_is_gone_looks_after_an_app, a_deleted_account_leaves_no_name_in_the_audit, what_happened_to_an_account;
            links: good_once_until_its_end, one_that_waits_is_told_and_taken_back, one_that_went_to_another_mailbox_chooses_no_password, a_first_proof_of_an_address_ends_what_was_given, a_newer_one_replaces_it, a_taken_name_leaves_it_good,
                a_new_password_or_name_ends_the_others, racers_have_one_winner, what_is_spent_is_spent;
            developers: an_account_has_so_many_apps, an_app_has_so_many_redirect_uris_and_owners, what_is_added_or_deleted_many_times_at_once_is_told_once, what_was_looked_at_is_approved, an_app_with_news_goes_back_to_its_review, a_secret_that_is_gone_has_no_use, an_owners_apps, an_owners_apps_are_found, the_last_owner_stays, counts, secrets_were_used, refusals_are_bounded,
                apps_change_in_what_people_read, secrets_come_and_go_one_by_one, a_review_is_asked_for_and_taken_back,
                a_test_token_goes_with_its_owner, what_a_former_owner_granted_ends_unless_everybody_may_use_the_app;
            office: accounts_are_found, accounts_are_found_page_by_page, the_audit_goes_by_time,  apps_are_found, grants_of_an_app, live_tokens_between_two, the_audit_is_filtered, keys_live_and_end;
            by_use: an_owners_apps, a_realms_apps, a_realms_accounts, what_an_account_granted, who_granted_something_to_an_app;
            leases: one_of_many_takes_it, the_holder_prolongs_it, it_passes_on_after_its_end, its_holder_hands_it_on, each_is_for_itself, a_probe_is_in_nobodys_way;
            keyring: of_many_who_begin_one_wins, a_key_has_one_successor, all_are_sealed_anew_or_none, what_has_ended_is_forgotten,
                a_place_is_settled_by_an_account_or_an_app, an_account_settles_too, a_new_epoch_has_none_and_knows_that_there_were_some;
            purge: bounded, where_nothing_has_ended_nothing_is_written, it_gets_past_what_lives_on, answers_stay_the_same, use_outlives_the_token, replays_are_known_for_a_day, what_a_deleted_app_was_granted_ends_and_is_told;
            epoch: nothing_that_was_given_works, what_people_have_stays;
        }
    };
    ($make:path; $($topic:ident: $($promise:ident),*;)*) => {
        $(mod $topic {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $promise() {
                crate::contract::$topic::$promise($make().await).await;
            })*
        })*
    };
}
pub(crate) use suite;

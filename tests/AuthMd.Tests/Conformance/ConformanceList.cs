using System.Collections.Immutable;
using AuthMd.Tests.Claims;
using AuthMd.Tests.Client;
using AuthMd.Tests.Http;
using AuthMd.Tests.Providers;
using AuthMd.Tests.Registrations;
using AuthMd.Tests.Tokens;

namespace AuthMd.Tests.Conformance;

/// <summary>Items of specification §28 and the tests that prove them.</summary>
public static class ConformanceList
{
    public sealed record Item(string Name, ImmutableDictionary<AuthMdDialect, Proof[]> Proofs);

    /// <summary>The items, as §28 lists them.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "discovery: protected resource metadata", "discovery: authorization server metadata", "discovery: 401 header", "discovery: auth.md content type",
        "JWKS verifies the identity assertion", "anonymous, exchange, pre-claim scope", "anonymous claim, old token dead, wide scope", "service_auth: no assertion before the claim",
        "wrong account 403", "wrong code", "code expiry, re-mint, old link 404", "outer expiry 410", "already claimed 409", "unknown claim token 401",
        "(A) pending", "(A) slow_down", "(A) expired", "(A) success", "(A) second poll",
        "(B) not confirmed 409", "(B) wrong code 401", "(B) success once", "(B) refresh rotates", "(B) spent token refused", "(B) code absent from every agent-facing body",
        "ID-JAG: new account", "ID-JAG: known delegation", "ID-JAG: step-up", "ID-JAG: after the step-up clean", "ID-JAG: bad iss, no outbound call", "ID-JAG: typ", "ID-JAG: alg none and HS256",
        "ID-JAG: unknown kid, one refetch", "ID-JAG: aud", "ID-JAG: exp", "ID-JAG: iat in the future", "ID-JAG: jti reuse", "ID-JAG: concurrent jti reuse",
        "ID-JAG: auth_time missing, old, future, max_age header", "ID-JAG: unverified e-mail",
        "SET: 202", "SET: effects", "SET: unknown event", "SET: replay", "SET: wrong typ", "SET: wrong aud", "SET: wrong iss", "SET: wrong content type",
        "revoke: known token", "revoke: unknown token", "revoke: twice", "revoke: odd hint", "revoke: missing token",
        "jwt-bearer: foreign issuer", "jwt-bearer: provider's ID-JAG", "jwt-bearer: expired", "jwt-bearer: revoked", "jwt-bearer: bad resource", "jwt-bearer: missing grant type",
        "jwt-bearer: unknown grant type", "jwt-bearer: no-store headers", "malformed JSON 400", "429 with Retry-After",
    ];

    public static ImmutableArray<Item> Items { get; } =
    [
        Same("discovery: protected resource metadata", Of<DiscoveryEndpointTests>(nameof(DiscoveryEndpointTests.Metadata_is_json_that_may_be_kept_for_five_minutes)), Of<DiscoveryTests>(nameof(DiscoveryTests.Metadata_of_an_open_service_names_servers_and_scopes))),
        Both("discovery: authorization server metadata", [Of<DiscoveryEndpointTests>(nameof(DiscoveryEndpointTests.Server_metadata_is_as_RFC_8414_and_the_protocol_want_it))], [Of<DialectA.DiscoveryTests>(nameof(DialectA.DiscoveryTests.The_grant_types_tell_the_dialect), AuthMdDialect.A)]),
        Same("discovery: 401 header", Of<TokenEndpointTests>(nameof(TokenEndpointTests.A_401_says_where_to_begin))),
        Same("discovery: auth.md content type", Of<DiscoveryEndpointTests>(nameof(DiscoveryEndpointTests.An_agent_that_knows_the_api_alone_finds_everything))),
        Same("JWKS verifies the identity assertion", Of<SigningKeysTests>(nameof(SigningKeysTests.The_published_keys_verify_the_identity_assertion))),
        Same("anonymous, exchange, pre-claim scope", Of<AnonymousTests>(nameof(AnonymousTests.An_anonymous_agent_registers_exchanges_and_calls_with_its_pre_claim_scope))),
        Both("anonymous claim, old token dead, wide scope", [Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.Invariant_7_what_was_issued_before_the_claim_dies_with_it_and_a_pending_claim_widens_nothing))], [Of<DialectA.InvariantTests>(nameof(DialectA.InvariantTests.Invariant_7_pre_claim_tokens_die_at_the_claim_and_a_pending_one_widens_nothing), AuthMdDialect.A)]),
        Both("service_auth: no assertion before the claim", [Of<ClaimStartTests>(nameof(ClaimStartTests.An_agent_that_names_its_person_gets_a_link_and_neither_an_identity_nor_the_code))], [Of<DialectA.ShapeTests>(nameof(DialectA.ShapeTests.Service_auth_has_the_code_and_no_identity))]),
        Both("wrong account 403", [Of<ClaimPageTests>(nameof(ClaimPageTests.Invariant_2_only_the_account_of_the_hint_sees_the_form_and_may_submit_it))], [Of<ClaimTypingTests>(nameof(ClaimTypingTests.Invariant_2_another_account_cannot_type_the_code))]),
        Both("wrong code", [Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.Five_wrong_codes_end_the_attempt_for_agent_and_person))], [Of<ClaimTypingTests>(nameof(ClaimTypingTests.Five_wrong_codes_end_the_link_and_the_poll))]),
        Both("code expiry, re-mint, old link 404", [Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.A_code_that_ran_out_is_minted_again_and_the_old_link_leads_nowhere))], [Of<DialectA.TypedCodeTests>(nameof(DialectA.TypedCodeTests.A_code_that_ran_out_is_minted_again_and_the_old_link_is_404))]),
        Both("outer expiry 410", [Of<ClaimStartTests>(nameof(ClaimStartTests.An_expired_claim_is_gone_before_the_hint_is_looked_at))], [Of<DialectA.ClaimGrantTests>(nameof(DialectA.ClaimGrantTests.A_claim_whose_window_closed_has_expired_and_the_claim_endpoint_says_so))]),
        Both("already claimed 409", [Of<ClaimStartTests>(nameof(ClaimStartTests.A_claimed_registration_is_claimed_for_ever))], [Of<DialectA.WireTests>(nameof(DialectA.WireTests.A_claimed_registration_is_409), AuthMdDialect.A)]),
        Both("unknown claim token 401", [Of<ClaimStartTests>(nameof(ClaimStartTests.An_unknown_claim_token_is_refused_before_the_hint_is_looked_at)), Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.An_unknown_claim_token_is_refused))], [Of<ClaimStartTests>(nameof(ClaimStartTests.An_unknown_claim_token_is_refused_before_the_hint_is_looked_at)), Of<DialectA.ClaimGrantTests>(nameof(DialectA.ClaimGrantTests.An_unknown_token_has_expired))]),
        A("(A) pending", Of<ClaimTypingTests>(nameof(ClaimTypingTests.A_claim_nobody_was_asked_for_is_pending))),
        A("(A) slow_down", Of<ClaimTypingTests>(nameof(ClaimTypingTests.Who_asks_faster_than_the_interval_is_slowed_down_whatever_the_token))),
        A("(A) expired", Of<ClaimTypingTests>(nameof(ClaimTypingTests.What_nobody_fetched_before_the_claim_ended_is_not_given_out))),
        A("(A) success", Of<ClaimTypingTests>(nameof(ClaimTypingTests.A_person_types_the_code_and_the_agent_is_given_a_token)), Of<DialectAServiceTests>(nameof(DialectAServiceTests.An_agent_is_claimed_by_a_person_who_types_its_code))),
        A("(A) second poll", Of<ClaimTypingTests>(nameof(ClaimTypingTests.The_answer_is_repeated_for_a_minute_and_then_never))),
        B("(B) not confirmed 409", Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.The_right_code_is_refused_until_the_person_has_confirmed))),
        B("(B) wrong code 401", Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.Four_wrong_codes_leave_room_for_the_right_one))),
        B("(B) success once", Of<ClaimCompletionTests>(nameof(ClaimCompletionTests.Completion_succeeds_once)), Of<ClaimConcurrencyTests>(nameof(ClaimConcurrencyTests.Invariant_13_of_many_completions_at_once_one_wins))),
        B("(B) refresh rotates", Of<RefreshTests>(nameof(RefreshTests.A_refresh_token_gives_an_assertion_and_the_next_refresh_token))),
        B("(B) spent token refused", Of<RefreshTests>(nameof(RefreshTests.A_spent_token_ends_the_family_its_assertions_and_its_access_tokens))),
        B("(B) code absent from every agent-facing body", Of<AgentBodiesTests>(nameof(AgentBodiesTests.The_code_is_in_no_answer_an_agent_gets))),
        Same("ID-JAG: new account", Of<MatchingTests>(nameof(MatchingTests.Somebody_new_gets_an_account_and_is_linked))),
        Same("ID-JAG: known delegation", Of<MatchingTests>(nameof(MatchingTests.Who_is_linked_is_let_in_again_under_the_same_registration))),
        Both("ID-JAG: step-up", [Of<MatchingTests>(nameof(MatchingTests.A_known_address_needs_its_person_first))], [Of<DialectA.ShapeTests>(nameof(DialectA.ShapeTests.A_step_up_is_401_with_a_challenge_and_the_code_and_names_no_account))]),
        Both("ID-JAG: after the step-up clean", [Of<MatchingTests>(nameof(MatchingTests.After_the_step_up_the_next_assertion_is_clean))], [Of<DialectA.InvariantTests>(nameof(DialectA.InvariantTests.Invariant_3_a_first_link_needs_the_human_and_the_next_does_not), AuthMdDialect.A)]),
        Same("ID-JAG: bad iss, no outbound call", BadJag("untrusted iss"), Of<ProviderInvariantTests>(nameof(ProviderInvariantTests.Invariant_9_for_an_untrusted_issuer_nobody_is_asked))),
        Same("ID-JAG: typ", BadJag("no typ"), BadJag("typ JWT"), BadJag("typ of an event")),
        Same("ID-JAG: alg none and HS256", BadJag("alg none"), BadJag("alg HS256 with the public key")),
        Same("ID-JAG: unknown kid, one refetch", BadJag("unknown kid"), Of<ProviderKeysTests>(nameof(ProviderKeysTests.An_unknown_key_is_looked_for_once_more_and_then_not_for_half_a_minute))),
        Same("ID-JAG: aud", BadJag("other aud"), BadJag("no aud")),
        Same("ID-JAG: exp", BadJag("expired"), BadJag("no exp")),
        Same("ID-JAG: iat in the future", BadJag("iat future")),
        Same("ID-JAG: jti reuse", Of<ProviderInvariantTests>(nameof(ProviderInvariantTests.Invariant_5_an_id_works_once_per_issuer_across_instances))),
        Same("ID-JAG: concurrent jti reuse", Of<ProviderInvariantTests>(nameof(ProviderInvariantTests.Invariant_5_of_one_assertion_at_once_on_two_instances_one_wins))),
        Same("ID-JAG: auth_time missing, old, future, max_age header", BadJag("no auth_time"), BadJag("old auth_time"), BadJag("future auth_time"), Of<IdJagTests>(nameof(IdJagTests.Login_required_says_how_fresh_a_sign_in_has_to_be))),
        Same("ID-JAG: unverified e-mail", BadJag("unverified email")),
        Same("SET: 202", Of<SecurityEventTests>(nameof(SecurityEventTests.A_revocation_ends_the_registration_and_tells_the_service)), Of<SecurityEventTests>(nameof(SecurityEventTests.Nobody_it_concerns_is_fine_too))),
        Both("SET: effects", [Of<ProviderInvariantTests>(nameof(ProviderInvariantTests.Invariant_6_an_event_kills_tokens_assertions_claims_refresh_tokens_and_the_delegation))], [Of<DialectA.InvariantTests>(nameof(DialectA.InvariantTests.Invariant_6_an_event_ends_tokens_assertions_claims_and_the_delegation), AuthMdDialect.A)]),
        Same("SET: unknown event", Of<SecurityEventTests>(nameof(SecurityEventTests.Both_spellings_of_the_event_count_and_an_unknown_one_is_passed_over), false)),
        Both("SET: replay", [Of<SecurityEventTests>(nameof(SecurityEventTests.Other_bytes_with_a_used_id_are_a_replay_whichever_kind_came_first)), Of<SecurityEventTests>(nameof(SecurityEventTests.Delivered_again_it_is_taken_again_and_done_once))], [Of<SecurityEventTests>(nameof(SecurityEventTests.Other_bytes_with_a_used_id_are_a_replay_whichever_kind_came_first))]),
        Same("SET: wrong typ", BadEvent("no typ"), BadEvent("typ of an ID-JAG")),
        Same("SET: wrong aud", BadEvent("other aud"), BadEvent("no aud")),
        Same("SET: wrong iss", BadEvent("untrusted iss"), BadEvent("own iss")),
        Same("SET: wrong content type", Of<SecurityEventTests>(nameof(SecurityEventTests.The_content_type_has_to_be_that_of_events), 400)),
        Same("revoke: known token", Of<RevocationTests>(nameof(RevocationTests.A_revoked_token_is_refused_and_the_assertion_mints_another))),
        Same("revoke: unknown token", Of<RevocationTests>(nameof(RevocationTests.An_unknown_token_is_answered_like_any_other))),
        Same("revoke: twice", Of<RevocationTests>(nameof(RevocationTests.Any_hint_does_and_twice_is_as_once))),
        Same("revoke: odd hint", Of<RevocationTests>(nameof(RevocationTests.Any_hint_does_and_twice_is_as_once))),
        Same("revoke: missing token", Of<RevocationTests>(nameof(RevocationTests.A_missing_token_is_invalid_request))),
        Same("jwt-bearer: foreign issuer", Of<ForgedAssertionTests>(nameof(ForgedAssertionTests.An_assertion_of_another_issuer_is_refused_even_with_our_key))),
        Same("jwt-bearer: provider's ID-JAG", Of<ForgedAssertionTests>(nameof(ForgedAssertionTests.An_id_jag_of_a_trusted_provider_is_no_grant_here))),
        Same("jwt-bearer: expired", Of<TokenEndpointTests>(nameof(TokenEndpointTests.An_assertion_is_reusable_until_it_expires_and_no_longer))),
        Same("jwt-bearer: revoked", Of<TokenEndpointTests>(nameof(TokenEndpointTests.A_revoked_registration_gets_nothing_and_what_it_had_dies))),
        Same("jwt-bearer: bad resource", Of<TokenEndpointTests>(nameof(TokenEndpointTests.A_resource_that_is_not_ours_is_invalid_target))),
        Same("jwt-bearer: missing grant type", BadForm(""), BadForm("grant_type=")),
        Same("jwt-bearer: unknown grant type", BadForm("grant_type=password")),
        Both("jwt-bearer: no-store headers", [Of<BadInputTests>(nameof(BadInputTests.A_form_that_is_wrong_is_told_how_and_kept_by_nobody)), Of<AgentBodiesTests>(nameof(AgentBodiesTests.Nothing_an_agent_gets_is_kept_by_a_cache))], [Of<BadInputTests>(nameof(BadInputTests.A_form_that_is_wrong_is_told_how_and_kept_by_nobody))]),
        Both("malformed JSON 400", [Of<BadInputTests>(nameof(BadInputTests.Malformed_json_is_400)), Of<FuzzTests>(nameof(FuzzTests.Damaged_bodies_are_4xx_never_5xx))], [Of<BadInputTests>(nameof(BadInputTests.Malformed_json_is_400)), Of<DialectA.DialectAFuzzTests>(nameof(DialectA.DialectAFuzzTests.Damaged_bodies_are_4xx_and_claim_nothing))]),
        Both("429 with Retry-After", [Of<RateLimitTests>(nameof(RateLimitTests.The_sixth_anonymous_registration_of_an_address_in_an_hour_is_429_with_when_to_come_back))], [Of<DialectA.WireTests>(nameof(DialectA.WireTests.Too_many_requests_say_when_to_come_back), AuthMdDialect.A)]),
    ];

    /// <summary>What is the same in both dialects is proven by the same tests, once in each.</summary>
    private static Item Same(string name, params Proof[] proofs) => Both(name, proofs, proofs);

    private static Item A(string name, params Proof[] proofs) => new(name, ImmutableDictionary<AuthMdDialect, Proof[]>.Empty.Add(AuthMdDialect.A, proofs));

    private static Item B(string name, params Proof[] proofs) => new(name, ImmutableDictionary<AuthMdDialect, Proof[]>.Empty.Add(AuthMdDialect.B, proofs));

    private static Item Both(string name, Proof[] b, Proof[] a) => new(name, ImmutableDictionary<AuthMdDialect, Proof[]>.Empty.Add(AuthMdDialect.B, b).Add(AuthMdDialect.A, a));

    private static Proof Of<T>(string test, object? row = null) => new(typeof(T), test, row);

    private static Proof BadJag(string row) => Of<IdJagTests>(nameof(IdJagTests.A_bad_assertion_is_refused_with_its_own_code), row);

    private static Proof BadEvent(string row) => Of<SecurityEventTests>(nameof(SecurityEventTests.A_bad_event_is_refused_with_its_own_code_and_ends_nothing), row);

    private static Proof BadForm(string row) => Of<BadInputTests>(nameof(BadInputTests.A_form_that_is_wrong_is_told_how_and_kept_by_nobody), row);
}

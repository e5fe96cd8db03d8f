using AuthMd.Tokens;

namespace AuthMd.Registrations;

/// <summary>What a registration gives its agent, in no dialect. The secrets in it are told once.</summary>
/// <param name="Type">The body's <c>type</c> it answers.</param>
/// <param name="StepUp">The agent is known and a person has to say so first: 401 <c>interaction_required</c>.</param>
public sealed record Registered(string Type, Registration Registration, Assertion? Assertion = null, ClaimHandle? Claim = null, RefreshHandle? Refresh = null, bool StepUp = false);

/// <param name="Token">The <c>clm_</c> token.</param>
public sealed record ClaimHandle(string Token, DateTimeOffset Expires, AttemptHandle? Attempt = null);

/// <param name="VerificationUri">What the person opens.</param>
/// <param name="Lives">From now until <paramref name="Expires"/>.</param>
/// <param name="Interval">Between two polls, in dialect A.</param>
/// <param name="Code">Told to the agent in dialect A alone; in dialect B the page reveals it to the person.</param>
public sealed record AttemptHandle(string Id, string VerificationUri, DateTimeOffset Expires, TimeSpan Lives, TimeSpan Interval, string Code);

/// <param name="Token">The <c>art_</c> token.</param>
public sealed record RefreshHandle(string Token, DateTimeOffset Expires);

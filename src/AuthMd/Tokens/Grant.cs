using System.Collections.Immutable;
using AuthMd.Registrations;

namespace AuthMd.Tokens;

/// <summary>What an access token allows, while it does.</summary>
/// <param name="Registration"><see cref="Registrations.Registration.Id"/> of who acts.</param>
/// <param name="Account">For whom: <see cref="AuthMd.Account.Id"/>; null while nobody claimed it.</param>
/// <param name="Subject">Whom a provider named; of ID-JAG registrations alone.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Resource">Where it is good (RFC 8707): <see cref="AuthMdOptions.Resource"/>, one of <see cref="AuthMdOptions.OtherResources"/>, or their origin.</param>
/// <param name="Expires">When it ends by itself.</param>
public sealed record Grant(string Registration, string? Account, Subject? Subject, ImmutableArray<string> Scopes, string Resource, DateTimeOffset Expires);

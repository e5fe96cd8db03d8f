using System.Net;
using System.Text.Json;

namespace AuthMd.Registrations;

/// <summary>One way to register, or to go on being registered: a <c>type</c> of the identity endpoint's body (specification §4).</summary>
public interface IIdentityMethod
{
    /// <summary>The body's <c>type</c>.</summary>
    string Type { get; }

    /// <exception cref="RefusalException">With the code and status of the protocol.</exception>
    Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct);
}

/// <param name="Options">The service as this request knows it.</param>
/// <param name="From">The caller's address; null when it is not known.</param>
public sealed record Caller(AuthMdOptions Options, IPAddress? From)
{
    public string Issuer => Options.Issuer ?? throw new InvalidOperationException("This service is no authorization server.");
}

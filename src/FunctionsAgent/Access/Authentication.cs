using System.Net;
using System.Security.Cryptography;
using System.Text;
using AuthMd;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>Who calls an API or operator route.</summary>
/// <param name="By">What an event says of the actor.</param>
public sealed record Principal(string By);

/// <summary>The key of the embedded host: printed at its start, good on loopback only. Null where there is none (Azure).</summary>
public sealed record EmbeddedKey(string? Value);

/// <summary>The one call that authenticates a request outside the channels (architecture §3: no middleware in the worker).</summary>
public sealed class Authentication(EmbeddedKey key, Discovery discovery)
{
    /// <summary>The caller, or the 401 to answer with, carrying the challenge that leads another agent to <c>/auth.md</c>.</summary>
    public Task<(Principal? Caller, IResult? Refusal)> AuthenticateAsync(HttpRequest request)
    {
        var token = Requests.Bearer(request);
        if (token is not null && key.Value is { } expected && IsLoopback(request.HttpContext.Connection.RemoteIpAddress)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(expected)))
            return Task.FromResult<(Principal?, IResult?)>((new Principal("embedded-key"), null));

        request.HttpContext.Response.Headers.WWWAuthenticate = Challenge.For(discovery.For(request), token is not null);
        return Task.FromResult<(Principal?, IResult?)>((null, Problem.Of(401, "unauthorized", "A bearer token is needed.",
            token is null ? "Send Authorization: Bearer; /auth.md says how to get a token." : "The token is not known here, or is not good at this address.")));
    }

    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}

using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsAgent.Channels;

/// <summary>A request as its sender made it: raw bytes, raw target, the address the sender knows.</summary>
public sealed class RawRequests(PublicAddress address, TimeProvider time)
{
    /// <summary>Null when the body is larger than <paramref name="maxBytes"/>.</summary>
    public async Task<RawRequest?> ReadAsync(HttpRequest request, int maxBytes, IReadOnlyDictionary<string, string> route, CancellationToken ct)
    {
        if (await Requests.BodyAsync(request, maxBytes, ct) is not { } body) return null;
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new RawRequest(request.Method, address.Of(request) + Target(request), route, headers, body, time.GetUtcNow());
    }

    /// <summary>Path and query byte for byte: a signature was made over them.</summary>
    private static string Target(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return raw is ['/', ..] ? raw : $"{request.PathBase}{request.Path}{request.QueryString}";
    }
}

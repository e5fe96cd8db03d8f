using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>
/// The address callers know us by: setting <c>Public__BaseUrl</c>, else what the request says. Signatures are made over it,
/// so behind a proxy that changes host or scheme the setting is needed.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration)
{
    private readonly string? configured = configuration["Public:BaseUrl"] is { Length: > 0 } text ? text.TrimEnd('/') : null;

    private readonly IReadOnlyList<IPNetwork> proxies = Networks(configuration["Public:TrustedProxies"]);

    /// <summary>
    /// Who calls: the address at the other end, or, behind proxies of setting <c>Public__TrustedProxies</c>, the last one in
    /// <c>X-Forwarded-For</c> that is none of them. What stands before it anybody may have written.
    /// </summary>
    public IPAddress? From(HttpRequest request)
    {
        var from = Plain(request.HttpContext.Connection.RemoteIpAddress);
        var hops = request.Headers["X-Forwarded-For"].SelectMany(value => (value ?? "").Split(',')).Select(hop => hop.Trim()).ToList();
        for (var n = hops.Count - 1; n >= 0 && from is not null && proxies.Any(proxy => proxy.Contains(from)); n--)
        {
            // Azure's front end adds the port.
            if (!IPEndPoint.TryParse(hops[n], out var hop)) break;
            from = Plain(hop.Address);
        }
        return from;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static List<IPNetwork> Networks(string? setting) => [.. (setting ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
        .Select(one => IPNetwork.TryParse(one, out var network) ? network : new IPNetwork(IPAddress.Parse(one), IPAddress.Parse(one).AddressFamily == AddressFamily.InterNetwork ? 32 : 128))];

    /// <summary>Whether the address is ours by setting, and not what a caller says it is.</summary>
    public bool IsConfigured => configured is not null;

    /// <summary>The setting, for what is told when nobody asks; null without it.</summary>
    public string? Configured => configured;

    public string Of(HttpRequest request) => configured ?? Said(request) ?? Local(request);

    private static string? Said(HttpRequest request) =>
        request.Host.HasValue && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var uri) && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? $"{request.Scheme}://{request.Host.Value}" : null;

    /// <summary>For a request without a host (HTTP/1.0), or with one that is none.</summary>
    private static string Local(HttpRequest request) =>
        $"{request.Scheme}://{new IPEndPoint(Plain(request.HttpContext.Connection.LocalIpAddress) ?? IPAddress.Loopback, request.HttpContext.Connection.LocalPort)}";
}

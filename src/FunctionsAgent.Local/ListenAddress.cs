using System;
using System.Collections.Immutable;
using System.Linq;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FunctionsAgent.Local;

/// <summary>A loopback address to listen on. Embedded there is one key and no sign-in, so no other machine may ask.</summary>
/// <param name="Ip">Null for <c>localhost</c>: both loopback addresses.</param>
internal sealed record ListenAddress(string Url, IPAddress? Ip, int Port)
{
    /// <exception cref="StartException">One of them is no http address of this machine's loopback.</exception>
    public static ImmutableArray<ListenAddress> Parse(string urls)
    {
        var parts = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? [.. parts.Select(One)] : throw new StartException("--urls is empty: give an address like http://127.0.0.1:7071.");
    }

    public void Listen(KestrelServerOptions kestrel)
    {
        if (Ip is not null) kestrel.Listen(Ip, Port);
        else kestrel.ListenLocalhost(Port);
    }

    private static ListenAddress One(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/")
            throw new StartException($"'{text}' is no address to listen on: http, a host, a port, as in http://127.0.0.1:7071.");
        if (uri.Host == "localhost")
            // Two sockets cannot be given one free port, so a free port is looked for on IPv4 alone.
            return new ListenAddress(text, uri.Port == 0 ? IPAddress.Loopback : null, uri.Port);
        if (IPAddress.TryParse(uri.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip)) return new ListenAddress(text, ip, uri.Port);
        throw new StartException($"'{text}' is not on the loopback: this program serves only this machine (127.0.0.1, [::1], localhost). For others, run FunctionsAgent.Functions.");
    }
}

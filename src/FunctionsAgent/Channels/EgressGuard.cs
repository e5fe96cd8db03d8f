using System.Net;
using System.Net.Sockets;

namespace FunctionsAgent.Channels;

/// <summary>
/// A client for addresses that somebody configured or sent. The address is checked on the connection itself, after the name
/// was resolved, so a name that changes its mind in between (DNS rebinding) gains nothing. No redirects, no proxy, no cookies.
/// </summary>
public static class EgressGuard
{
    /// <param name="allowLoopback">For the embedded host and tests: 127.0.0.0/8 and ::1 only; private networks stay closed.</param>
    public static HttpClient CreateClient(bool allowLoopback) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, allowLoopback, ct),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Whether an address is on the public internet (RFC 6890), or loopback where that is allowed.</summary>
    public static bool IsAllowed(IPAddress address, bool allowLoopback)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return allowLoopback;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(address))
            : GlobalUnicast.Contains(address) && !Special6.Any(network => network.Contains(address));
    }

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Outside 2000::/3 nothing is routed publicly. Inside, these carry an IPv4 address (6to4, Teredo) or are for documents.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Special6 =
        [.. new[] { "2001::/32", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowLoopback, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        if (addresses.FirstOrDefault(address => !IsAllowed(address, allowLoopback)) is not null)
            throw new BlockedTargetException(target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The name resolves to an address inside our own network; nothing was sent.</summary>
public sealed class BlockedTargetException(string host)
    : Exception($"{host} resolves to a private, link-local or reserved address; nothing was sent.");

using System.Net;
using System.Net.Sockets;

namespace AuthMd.Providers;

/// <summary>
/// Connections to the public internet alone. The address is checked when the connection is made, after the name was
/// resolved, so a name that changes its mind in between (DNS rebinding) gains nothing. No redirects, no proxy, no cookies.
/// </summary>
public static class PublicAddresses
{
    /// <param name="development">Loopback is allowed, too; private networks are not.</param>
    public static SocketsHttpHandler CreateHandler(bool development = false) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, development, ct),
    };

    /// <summary>Whether an address is routed publicly (RFC 6890), or loopback in development.</summary>
    public static bool IsAllowed(IPAddress address, bool development)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return development;
        return address.AddressFamily == AddressFamily.InterNetwork ? !Reserved4.Any(net => net.Contains(address)) : Unicast6.Contains(address) && !Reserved6.Any(net => net.Contains(address));
    }

    private static readonly IPNetwork[] Reserved4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Outside it nothing is routed publicly.
    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    // Inside it: tunnels that carry an IPv4 address (6to4, Teredo), and for documents.
    private static readonly IPNetwork[] Reserved6 = [.. new[] { "2001::/32", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool development, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        if (!addresses.All(address => IsAllowed(address, development)))
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

/// <summary>The name resolves to an address inside our own network; nothing was sent. The handler wraps it in a <see cref="HttpRequestException"/>.</summary>
public sealed class BlockedTargetException(string host)
    : Exception($"{host} resolves to a private, link-local or reserved address; nothing was sent.");

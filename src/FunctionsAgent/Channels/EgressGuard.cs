using AuthMd.Providers;

namespace FunctionsAgent.Channels;

/// <summary>A client for addresses that somebody configured or sent: it reaches the public internet alone (<see cref="PublicAddresses"/>).</summary>
public static class EgressGuard
{
    /// <summary>Kilobytes of a receiver's headers.</summary>
    private const int MaxHeaders = 64;

    /// <param name="allowLoopback">For the embedded host and tests: 127.0.0.0/8 and ::1 only; private networks stay closed.</param>
    public static HttpClient CreateClient(bool allowLoopback)
    {
        var handler = PublicAddresses.CreateHandler(allowLoopback);
        handler.MaxResponseHeadersLength = MaxHeaders;
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}

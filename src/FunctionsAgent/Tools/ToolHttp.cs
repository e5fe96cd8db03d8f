namespace FunctionsAgent.Tools;

/// <summary>The one HTTP client of the tools: no redirects (they would carry data to hosts nobody declared), no cookies, connections renewed for DNS.</summary>
public sealed class ToolHttp : IDisposable
{
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => Client.Dispose();
}

using System.Net;
using AuthMd.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AuthMd.Tests.Providers;

/// <summary>Where requests for providers' documents may go: over real connections.</summary>
public sealed class PublicAddressesTests : IAsyncLifetime
{
    private readonly WebApplication app;
    private int requests;

    public PublicAddressesTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.UseRouting();
        app.Use((context, next) => { Interlocked.Increment(ref requests); return next(context); });
        app.MapGet("/keys", () => Results.Text("""{"keys":[]}""", "application/json"));
        app.MapGet("/moved", () => Results.Redirect("/keys"));
    }

    public Task InitializeAsync() => app.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    private async Task<string?> ReadAsync(string path, bool development, bool plain = true, string host = "127.0.0.1")
    {
        using var handler = PublicAddresses.CreateHandler(development);
        using var documents = new ProviderDocuments(handler, TimeProvider.System, plain);
        var document = await documents.ReadAsync(new Uri($"http://{host}:{new Uri(app.Urls.Single()).Port}{path}"), 1024, default);
        return document is null ? null : System.Text.Encoding.UTF8.GetString(document.Body.Span);
    }

    [Fact]
    public async Task In_development_loopback_is_reached() => Assert.Equal("""{"keys":[]}""", await ReadAsync("/keys", development: true));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task Otherwise_an_address_inside_is_not_connected_to(string host)
    {
        Assert.Null(await ReadAsync("/keys", development: false, host: host));
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task Plain_http_is_not_asked_outside_development()
    {
        Assert.Null(await ReadAsync("/keys", development: true, plain: false));
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        Assert.Null(await ReadAsync("/moved", development: true));
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::ffff:10.1.2.3", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:0a00:0001::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_addresses_of_the_public_internet_are_allowed(string address, bool allowed)
    {
        Assert.Equal(allowed, PublicAddresses.IsAllowed(IPAddress.Parse(address), development: false));
        Assert.Equal(allowed, PublicAddresses.IsAllowed(IPAddress.Parse(address), development: true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_is_for_development(string address)
    {
        Assert.False(PublicAddresses.IsAllowed(IPAddress.Parse(address), development: false));
        Assert.True(PublicAddresses.IsAllowed(IPAddress.Parse(address), development: true));
    }
}

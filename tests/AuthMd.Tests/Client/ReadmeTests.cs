using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AuthMd.Client;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AuthMd.Tests.Client;

/// <summary>The README shows code that compiles and a transcript of what it does. With <c>AUTHMD_README=write</c> the file is made to.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("service")]
    [InlineData("agent")]
    public async Task Its_code_is_this_code(string region)
    {
        var code = Regex.Match(await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Here())!, "QuickStart.cs")), $@"    #region {region}\n(.*?)    #endregion", RegexOptions.Singleline).Groups[1].Value;
        await ShowsAsync(region, $"```csharp\n{Regex.Replace(code, "^    ", "", RegexOptions.Multiline)}```");
    }

    [Fact]
    public async Task Its_transcript_takes_an_unknown_agent_from_a_401_through_a_claim_to_an_answer()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = await StartAsync(clock);
        var accounts = (MemoryAccounts)app.Services.GetRequiredService<IAccounts>();
        ((HeaderSignIn)app.Services.GetRequiredService<ISignIn>()).Accounts = accounts;
        var ada = accounts.Add("ada@example.com", name: "Ada");
        using var browser = new HttpClient(Reaching(app)) { BaseAddress = new("http://shop.example") };
        using var net = new Wiretap(browser);
        var directory = Path.Combine(Path.GetTempPath(), "authmd-" + Guid.NewGuid().ToString("N"));
        var (code, before) = ("", 0);
        try
        {
            using var agent = new AuthMdClient(new("https://shop.example/api/messages"), new FileCredentialStore(directory), handler: net, time: clock);
            var answer = await QuickStart.AskAsync(agent, async link =>
            {
                before = net.All.Count;
                return code = await AgreeAsync(browser, link.PathAndQuery, ada);
            });
            Assert.Contains("Order 1001 left our house this morning.", answer, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
        var person = $"Ada opens the link, signs in as {ada.Email}, reads who asks for what, and agrees. The page shows her six digits, which she reads to the agent.";
        await ShowsAsync("transcript", Transcript.Of([.. net.All.Take(before)], code) + $"\n\n{person}\n\n" + Transcript.Of([.. net.All.Skip(before)], code));
    }

    private static async Task<string> AgreeAsync(HttpClient browser, string link, Account person)
    {
        using var open = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { HeaderSignIn.Header, person.Id } } };
        var page = await (await browser.SendAsync(open)).Content.ReadAsStringAsync();
        var form = Regex.Match(page, $"""<form[^>]* action="{Routes.Confirm}".*?</form>""", RegexOptions.Singleline).Value;
        var fields = Inputs().Matches(form).Select(input => KeyValuePair.Create(input.Groups[1].Value, WebUtility.HtmlDecode(input.Groups[2].Value)));
        using var agree = new HttpRequestMessage(HttpMethod.Post, Routes.Confirm) { Headers = { { HeaderSignIn.Header, person.Id } }, Content = new FormUrlEncodedContent(fields) };
        return Service.CodeOn(await Answer.OfAsync(await browser.SendAsync(agree)));
    }

    private static async Task<WebApplication> StartAsync(FakeTimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging().AddSingleton<TimeProvider>(clock);
        var app = QuickStart.Build(builder);
        await app.StartAsync();
        return app;
    }

    private static SocketsHttpHandler Reaching(WebApplication app) => new()
    {
        AllowAutoRedirect = false, UseCookies = false,
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static async Task ShowsAsync(string section, string content)
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/AuthMd/README.md"));
        var (begin, end) = ($"<!-- {section} -->\n", $"\n<!-- end of {section} -->");
        var text = await File.ReadAllTextAsync(path);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to >= from, $"The README has no section '{section}'.");
        if (Environment.GetEnvironmentVariable("AUTHMD_README") == "write") await File.WriteAllTextAsync(path, text[..from] + content + text[to..]);
        else Assert.Equal(content, text[from..to]);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex Inputs();
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FunctionsAgent.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

#pragma warning disable CA1822 // A function is an instance method, whatever it uses.
namespace FunctionsAgent.Tests.House;

/// <summary>The embedded host starts for one user of one machine, or says why not.</summary>
public sealed class LocalHostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_instance_file_leads_to_the_host_while_it_runs()
    {
        await using (var host = await LocalHost.StartAsync(Options()))
        {
            var instance = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("instance.json")))!;
            using var http = new HttpClient();

            Assert.Equal(host.Key, (string)instance["key"]!);
            Assert.Equal(Environment.ProcessId, (int)instance["pid"]!);
            Assert.Equal("hello", await http.GetStringAsync($"{(string)instance["url"]!}/hello"));
        }
        Assert.False(File.Exists(folder.File("instance.json")));
    }

    [Fact]
    public async Task The_key_is_made_once_per_data_directory_and_is_its_owners_alone()
    {
        string first;
        await using (var host = await LocalHost.StartAsync(Options()))
        {
            first = host.Key;
            foreach (var name in new[] { "key", "instance.json" })
                if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(name)));
        }
        await using var again = await LocalHost.StartAsync(Options());

        Assert.Equal(43, first.Length);
        Assert.Equal(first, again.Key);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "not on the loopback")]
    [InlineData("http://192.0.2.1:7071", "not on the loopback")]
    [InlineData("http://*:7071", "no address to listen on")]
    [InlineData("https://127.0.0.1:7071", "no address to listen on")]
    [InlineData("http://127.0.0.1:0;http://[::]:0", "not on the loopback")]
    [InlineData("", "--urls is empty")]
    public async Task Other_addresses_than_the_loopback_are_refused(string urls, string reason)
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => LocalHost.StartAsync(Options() with { Urls = urls }));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var refusal = await Assert.ThrowsAsync<StartException>(() => LocalHost.StartAsync(Options() with { Urls = url }));

        Assert.Equal($"Address {url} is already in use: stop the other program or pass --urls.", refusal.Message);
        // What had begun was ended: the directory is free again.
        await using var host = await LocalHost.StartAsync(Options());
    }

    [Fact]
    public async Task A_data_directory_serves_one_host_at_a_time()
    {
        await using var host = await LocalHost.StartAsync(Options());
        var refusal = await Assert.ThrowsAsync<StartException>(() => LocalHost.StartAsync(Options()));

        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pipeline__RunAhead", "sometimes", "it takes waiting, always or never")]
    [InlineData("Pipeline__BackOffSeconds", "soon", "0 to 600")]
    public async Task A_setting_that_cannot_be_is_named_with_what_it_takes(string setting, string value, string takes)
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => LocalHost.StartAsync(Options() with { Functions = null, Settings = new Dictionary<string, string?> { [setting] = value } }));
        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(takes, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceBus")]
    [InlineData("ServiceBus__fullyQualifiedNamespace")]
    [InlineData("Storage")]
    [InlineData("Storage__tableServiceUri")]
    [InlineData("Storage__blobServiceUri")]
    public async Task Any_Azure_setting_alone_stops_the_embedded_host(string setting)
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => LocalHost.StartAsync(Options() with { Settings = new Dictionary<string, string?> { [setting] = "x" } }));

        Assert.StartsWith(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_come_from_the_file_and_the_command_line_wins()
    {
        File.WriteAllText(folder.File("local.settings.json"), """{ "IsEncrypted": false, "Values": { "Channels__Mime__BearerToken": "file", "Pipeline__RunAhead": "never" } } // as Core Tools write it""");
        var configuration = LocalSettings.Load(Options() with { SettingsFile = LocalSettings.Find(folder.Path), Settings = new Dictionary<string, string?> { ["Pipeline__RunAhead"] = "always" } });

        Assert.Equal(("file", "always"), (configuration["Channels:Mime:BearerToken"], configuration["Pipeline:RunAhead"]));
    }

    [Theory]
    [InlineData("{ \"Values\": ")]
    [InlineData("[]")]
    [InlineData("{ \"Values\": [] }")]
    [InlineData("{ \"Values\": { \"Channels\": { \"Mime\": 1 } } }")]
    public void A_malformed_settings_file_is_refused_by_name(string text)
    {
        File.WriteAllText(folder.File("local.settings.json"), text);
        var refusal = Assert.Throws<StartException>(() => LocalSettings.Load(Options() with { SettingsFile = folder.File("local.settings.json") }));

        Assert.Contains("local.settings.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_file_of_the_repository_is_found_from_within()
    {
        Directory.CreateDirectory(folder.File(".git"));
        Directory.CreateDirectory(folder.File("src/deep"));
        Assert.Null(LocalSettings.Find(folder.File("src/deep")));
        File.WriteAllText(folder.File("local.settings.json"), "{}");

        Assert.Equal(folder.File("local.settings.json"), LocalSettings.Find(folder.File("src/deep")));
    }

    [Theory]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "api" } } }""", "routePrefix")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentSessions": 0 } } }""", "maxConcurrentSessions")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxAutoLockRenewalDuration": "soon" } } }""", "maxAutoLockRenewalDuration")]
    public void A_host_json_that_this_host_cannot_follow_is_refused(string text, string key)
    {
        File.WriteAllText(folder.File("host.json"), text);

        Assert.Contains(key, Assert.Throws<StartException>(() => HostJson.Load(folder.File("host.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_json_of_the_house_says_what_the_defaults_say() =>
        Assert.Equal(HostJson.Default, HostJson.Load(Repository.Path("host.json")));

    private LocalOptions Options() => new() { Data = folder.Path, Urls = "http://127.0.0.1:0", StartBackend = false, Functions = [typeof(Probe)] };

    public sealed class Probe
    {
        [Function("Probe")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) => Results.Text(request.Path == "/hello" ? "hello" : "");
    }
}

using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Publishing over HTTP: what is ready is served, what is red is refused, and who overrides that is kept.</summary>
public sealed class PublishGateTests
{
    private const string Reason = "The shop opens on Monday; Ann answers for it.";

    [Fact]
    public async Task A_ready_agent_is_published_with_what_its_tests_showed()
    {
        await using var host = await StartAsync();
        var answer = await PublishAsync(host, Package());

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Empty((await JsonAsync(answer)).GetProperty("overridden").EnumerateArray());
        var version = Assert.Single(await host.Get<PackageStore>().ListAsync("lamps"));
        Assert.Equal((Package().Version, Samples.RetailSupport.Tests.Length, 0), (version.Version, version.Tests!.Passed, version.Overrides.Length));
        Assert.NotNull(host.Get<Packages>().Find("lamps"));
    }

    [Fact]
    public async Task What_is_red_is_refused_with_its_checks_and_nothing_is_stored()
    {
        await using var host = await StartAsync();
        var rows = (host.Rows(), host.PackageRows("lamps"));
        var answer = await PublishAsync(host, Package(("lead@lamps.shop", "you@shop.example"), Off));

        await ProblemAssert.IsAsync(answer, 409, "not-ready");
        var checks = (await JsonAsync(answer)).GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(["kpi", "guards"], checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check => Assert.Equal("red", check.GetProperty("state").GetString()));
        Assert.All(checks, check => Assert.NotEmpty(check.GetProperty("todo").GetString()!));
        Assert.Equal(rows, (host.Rows(), host.PackageRows("lamps")));
        Assert.Null(host.Get<Packages>().Find("lamps"));
    }

    [Theory]
    [InlineData("another version")]
    [InlineData("failed")]
    [InlineData("none")]
    public async Task Evidence_that_is_not_of_this_content_or_not_green_does_not_publish(string evidence)
    {
        await using var host = await StartAsync();
        var (package, other) = (Package(), Package(("fewer repeat contacts", "fewer repeated contacts")));
        var answer = await PublishAsync(host, package, evidence switch
        {
            "another version" => Tests(other),
            "failed" => new { version = package.Version, passed = 11, failed = 1 },
            _ => null,
        });

        await ProblemAssert.IsAsync(answer, 409, "not-ready");
        Assert.Equal("tests", Assert.Single((await JsonAsync(answer)).GetProperty("checks").EnumerateArray()).GetProperty("name").GetString());
        Assert.Empty(await host.Get<PackageStore>().ListAsync("lamps"));
    }

    [Fact]
    public async Task Who_overrides_is_kept_with_the_reds_and_the_reason_and_seen_on_every_instance()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync(beside: one);
        var package = Package(("lead@lamps.shop", "you@shop.example"));
        await ProblemAssert.IsAsync(await PublishAsync(one, package, Tests(package)), 409, "not-ready");

        var answer = await PublishAsync(two, package, Tests(package), Reason);

        Assert.Equal(["kpi"], (await JsonAsync(answer)).GetProperty("overridden").EnumerateArray().Select(check => check.GetString()));
        var kept = Assert.Single((await one.Staff.GetFromJsonAsync<JsonElement>("/api/operator/versions?agent=lamps")).GetProperty("versions").EnumerateArray());
        var over = Assert.Single(kept.GetProperty("overrides").EnumerateArray());
        Assert.Equal(("embedded-key", Reason, "kpi"), (over.GetProperty("by").GetString(), over.GetProperty("reason").GetString(), over.GetProperty("checks")[0].GetString()));
        Assert.True(kept.GetProperty("isCurrent").GetBoolean());
        var ready = await one.Staff.GetFromJsonAsync<JsonElement>("/api/operator/ready?agent=lamps");
        Assert.Equal((false, package.Version, 1), (ready.GetProperty("ready").GetBoolean(), ready.GetProperty("version").GetString(), ready.GetProperty("overrides").GetArrayLength()));

        var (rows, _) = await one.Get<AuditTable>().OfDayAsync(DateOnly.FromDateTime(over.GetProperty("at").GetDateTimeOffset().UtcDateTime), null, default);
        var row = Assert.Single(rows);
        Assert.Equal(("publish.overridden", "embedded-key", "lamps", package.Version, "kpi", Reason), (row.Event, row.By, row.Agent, row.Version, row.Code, row.Reason));
    }

    [Fact]
    public async Task The_same_content_again_is_the_same_version_and_asks_for_no_reason_again()
    {
        await using var host = await StartAsync();
        var package = Package(("lead@lamps.shop", "you@shop.example"));
        Assert.Equal(200, (int)(await PublishAsync(host, package, null, Reason)).StatusCode);
        var rows = (host.Rows(), host.PackageRows("lamps"));

        Assert.Equal(200, (int)(await PublishAsync(host, package, null)).StatusCode);
        Assert.Equal(200, (int)(await PublishAsync(host, package, null, "Another reason, just as long.")).StatusCode);
        Assert.Equal(rows, (host.Rows(), host.PackageRows("lamps")));
        Assert.Equal(Reason, Assert.Single(Assert.Single(await host.Get<PackageStore>().ListAsync("lamps")).Overrides).Reason);

        // What is learnt of its tests later is kept with it; what is another version's is not.
        await PublishAsync(host, package, Tests(Package()));
        Assert.Null(Assert.Single(await host.Get<PackageStore>().ListAsync("lamps")).Tests);
        await PublishAsync(host, package, Tests(package));
        Assert.Equal(Samples.RetailSupport.Tests.Length, Assert.Single(await host.Get<PackageStore>().ListAsync("lamps")).Tests!.Passed);
    }

    [Fact]
    public async Task An_override_nobody_needed_is_not_kept()
    {
        await using var host = await StartAsync();
        Assert.Equal(200, (int)(await PublishAsync(host, Package(), Tests(Package()), Reason)).StatusCode);

        Assert.Empty(Assert.Single(await host.Get<PackageStore>().ListAsync("lamps")).Overrides);
        Assert.Empty(await host.Get<ITables>().RangeAsync(AuditTable.Table, DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "", "\uffff", 10));
    }

    [Theory]
    [InlineData("short", 400, "invalid-override")]
    [InlineData("         9", 400, "invalid-override")]
    [InlineData("", 400, "invalid-override")]
    [InlineData("501", 413, "too-large")]
    public async Task A_reason_has_ten_to_five_hundred_characters(string reason, int status, string type)
    {
        await using var host = await StartAsync();
        await ProblemAssert.IsAsync(await PublishAsync(host, Package(), null, reason == "501" ? new string('a', 501) : reason), status, type);
        Assert.Empty(await host.Get<PackageStore>().ListAsync("lamps"));
        Assert.Equal(200, (int)(await PublishAsync(host, Package(), null, reason == "501" ? new string('a', 500) : "0123456789")).StatusCode);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"passed":1,"failed":0}""")]
    [InlineData("""{"version":1,"passed":1,"failed":0}""")]
    [InlineData("""{"version":"a","passed":-1,"failed":0}""")]
    [InlineData("""{"version":"a","passed":1.5,"failed":0}""")]
    [InlineData("""{"version":"a","passed":2147483647,"failed":2147483647}""")]
    [InlineData("""{"version":"a","passed":"1","failed":0}""")]
    public async Task Evidence_of_another_shape_is_refused(string tests)
    {
        await using var host = await StartAsync();
        await ProblemAssert.IsAsync(await PublishAsync(host, Package(), JsonNode.Parse(tests), Reason), 400, "invalid-tests");
    }

    [Fact]
    public async Task A_hostile_reason_leaves_no_word_in_the_log()
    {
        using var memory = new MemoryLog();
        await using var host = await StartAsync(logging: memory);
        var hostile = "zebra-umbrella {Agent} {0} \u001b[2J\n\"}, fail: Owner=root <script>";
        Assert.Equal(200, (int)(await PublishAsync(host, Package(("lead@lamps.shop", "you@shop.example")), null, hostile)).StatusCode);

        Assert.DoesNotContain(memory.Lines, line => line.Contains("zebra-umbrella", StringComparison.Ordinal) || line.Contains("<script>", StringComparison.Ordinal));
        var warning = Assert.Single(memory.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("although it is not ready (kpi tests)", StringComparison.Ordinal));
        Assert.Contains($"a reason of {hostile.Length} characters", warning, StringComparison.Ordinal);
        Assert.Equal(hostile, Assert.Single((await host.Get<PackageStore>().ListAsync("lamps"))[0].Overrides).Reason);
    }

    [Fact]
    public async Task What_grows_is_judged_by_the_figures_of_the_version_served()
    {
        var figures = new Figures();
        await using var host = await StartAsync(configure: services => services.AddSingleton<IReadinessFigures>(figures));
        var (small, grown) = (Package(("skills: [order_status, returns]", "skills: [order_status]")), Package());
        Assert.Equal(200, (int)(await PublishAsync(host, small)).StatusCode);
        figures.Found = new(900, new("containment", 0.6, 0.54, 0.66, 300, "7d"), null);

        var refused = await JsonAsync(await PublishAsync(host, grown));
        Assert.Equal("growth", Assert.Single(refused.GetProperty("checks").EnumerateArray()).GetProperty("name").GetString());
        figures.Found = figures.Found with { Standing = null };
        Assert.Equal(409, (int)(await PublishAsync(host, grown)).StatusCode);
        figures.Found = figures.Found with { Standing = new("containment", 0.6, 0.55, 0.65, 900, "7d") };
        Assert.Equal(200, (int)(await PublishAsync(host, grown)).StatusCode);
    }

    [Fact]
    public async Task What_another_instance_publishes_meanwhile_is_what_it_is_judged_beside()
    {
        // Between the judgement of the grown version and its commit the smaller one is published, beside which it grows.
        var figures = new Figures { Found = new(900, null, null) };
        await using var one = await StartAsync(configure: services => services.AddSingleton<IReadinessFigures>(figures));
        var tables = new TablesDecorator();
        await using var two = await StartAsync(beside: one, configure: services =>
        {
            services.AddSingleton<IReadinessFigures>(figures);
            tables.Register(services);
        });
        var (small, grown) = (Package(("skills: [order_status, returns]", "skills: [order_status]")), Package());
        var meanwhile = 0;
        tables.Before = commit =>
        {
            if (commit.Table != PackageStore.Table || commit.Partition != "lamps" || meanwhile++ > 0) return;
            Assert.True(PublishAsync(one, small).GetAwaiter().GetResult().IsSuccessStatusCode);
        };

        var answer = await PublishAsync(two, grown);

        await ProblemAssert.IsAsync(answer, 409, "not-ready");
        Assert.Equal(1, meanwhile);
        Assert.Equal(small.Version, await one.Get<PackageStore>().CurrentAsync("lamps"));
        Assert.Single(await one.Get<PackageStore>().ListAsync("lamps"));
    }

    [Fact]
    public async Task Many_who_publish_at_once_leave_one_current_and_each_override_once()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync(beside: one);
        var packages = Enumerable.Range(0, 3).Select(n => Package(("lead@lamps.shop", $"you{n}@shop.example"))).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => PublishAsync(n % 2 == 0 ? one : two, packages[n % 3], null, Reason)));

        Assert.All(answers, answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 503]));
        var listed = await one.Get<PackageStore>().ListAsync("lamps");
        Assert.Single(listed, version => version.IsCurrent);
        Assert.Equal(packages.Select(package => package.Version).Order(), listed.Select(version => version.Version).Order());
        Assert.All(listed, version => Assert.InRange(version.Overrides.Length, 1, 4));
    }

    [Fact]
    public async Task An_override_that_cannot_be_recorded_is_none()
    {
        var tables = new TablesDecorator();
        await using var host = await StartAsync(configure: tables.Register);
        tables.Before = commit =>
        {
            if (commit.Table == AuditTable.Table) throw new StoreBusyException("The trail is away.");
        };

        Assert.Equal(503, (int)(await PublishAsync(host, Package(), null, Reason)).StatusCode);
        Assert.Empty(await host.Get<PackageStore>().ListAsync("lamps"));
    }

    [Fact]
    public async Task What_would_be_found_is_told_without_storing_anything()
    {
        await using var host = await StartAsync();
        var rows = (host.Rows(), host.PackageRows("lamps"));
        var package = Package(("lead@lamps.shop", "you@shop.example"));
        var answer = await host.Staff.PostAsJsonAsync("/api/operator/ready", new { files = Files(package), tests = Tests(package) });
        var found = await JsonAsync(answer);

        Assert.Equal((false, package.Version, JsonValueKind.Null), (found.GetProperty("ready").GetBoolean(), found.GetProperty("version").GetString(), found.GetProperty("served").ValueKind));
        Assert.Equal(10, found.GetProperty("checks").GetArrayLength());
        Assert.Equal(["kpi"], found.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("state").GetString() == "red").Select(check => check.GetProperty("name").GetString()));
        Assert.Equal(rows, (host.Rows(), host.PackageRows("lamps")));
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("versions")]
    public async Task An_agent_that_is_not_served_is_unknown(string route)
    {
        await using var host = await StartAsync();
        await ProblemAssert.IsAsync(await host.Staff.GetAsync($"/api/operator/{route}?agent=nobody"), 404, "unknown-agent");
        Assert.Equal(200, (int)(await host.Staff.GetAsync($"/api/operator/{route}?agent={AgentHost.Agent}")).StatusCode);
    }

    /// <param name="beside">Whose stores and queues it shares.</param>
    private static async Task<AgentHost> StartAsync(AgentHost? beside = null, Action<IServiceCollection>? configure = null, MemoryLog? logging = null)
    {
        var host = await AgentHost.StartAsync(
            configure: services =>
            {
                if (beside is not null) services.AddSingleton(beside.Get<ITables>()).AddSingleton(beside.Get<IBlobs>()).AddSingleton(beside.Get<IQueueSender>()).AddSingleton(beside.Get<IQueueReceiver>()).AddSingleton(beside.Get<IQueueDepths>());
                services.AddSingleton(new ProcessIdentity($"{Guid.NewGuid():N}", sole: false));
                configure?.Invoke(services);
            },
            logging: builder =>
            {
                if (logging is not null) builder.AddProvider(logging);
            });
        // What the program began with is in the store: from here on only the test writes.
        await Settled.UntilAsync("the sample is published", async () => await host.Get<PackageStore>().CurrentAsync(AgentHost.Agent) is not null);
        return host;
    }

    /// <summary>The sample as somebody's own, ready but for changes in its <c>agent.yaml</c>.</summary>
    private static readonly (string Old, string With) Off = (
        "  - { name: size, mode: on }\n  - { name: secrets, mode: on }\n",
        string.Concat(Samples.RetailSupport.Guards.Select(use => $"  - {{ name: {use.Info.Name}, mode: off }}\n")));

    private static Package Package(params (string Old, string With)[] changes)
    {
        var files = Samples.RetailSupport.Files!.All;
        var text = System.Text.Encoding.UTF8.GetString(files["agent.yaml"].Span);
        foreach (var (old, with) in ((string, string)[])[("name: retail-support", "name: lamps"), ("support-lead@shop.example", "lead@lamps.shop"), .. changes])
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, with, StringComparison.Ordinal);
        }
        var (package, errors) = PackageReader.Read(new PackageFiles(files.SetItem("agent.yaml", System.Text.Encoding.UTF8.GetBytes(text))), Samples.Context);
        Assert.Empty(errors);
        return package!;
    }

    private static object Tests(Package package) => new { version = package.Version, passed = package.Tests.Length, failed = 0 };

    private static Dictionary<string, string> Files(Package package) => package.Files!.All.ToDictionary(f => f.Key, f => Convert.ToBase64String(f.Value.Span));

    private static Task<HttpResponseMessage> PublishAsync(AgentHost host, Package package) => PublishAsync(host, package, Tests(package));

    private static Task<HttpResponseMessage> PublishAsync(AgentHost host, Package package, object? tests, string? reason = null) =>
        host.Staff.PostAsJsonAsync("/api/operator/packages", new { files = Files(package), tests, @override = reason });

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private sealed class Figures : IReadinessFigures
    {
        public AgentFigures Found { get; set; } = AgentFigures.None;

        public Task<AgentFigures> ReadAsync(Package served, CancellationToken ct) => Task.FromResult(Found);
    }
}

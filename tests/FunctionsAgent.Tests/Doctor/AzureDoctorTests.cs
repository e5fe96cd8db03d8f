namespace FunctionsAgent.Tests.Doctor;

/// <summary>The settings of a Functions app, examined from elsewhere: queues by Service Bus's own management protocol, against a server of the tests.</summary>
public sealed class AzureDoctorTests
{
    [Fact]
    public async Task It_is_green_when_everything_is_as_deployed()
    {
        await using var azure = await FakeAzure.StartAsync();
        var (code, findings) = await ExamineAsync(azure);

        Assert.Equal(0, code);
        Assert.All(findings, finding => Assert.Equal("ok", finding.State));
        Assert.Equal(FunctionsAgent.Queues.QueueNames.All, findings.Where(f => f.Area == "queues").Select(f => f.What));
        Assert.Contains(findings, f => f is { Area: "store", What: "tables" } && f.Detail.Contains("Conversations", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("input", "RequiresSession", "false", "FAILED", "no sessions")]
    [InlineData("tools", "RequiresDuplicateDetection", "true", "FAILED", "swallow a retry")]
    [InlineData("output", "LockDuration", "PT30S", "FAILED", "PT30S")]
    [InlineData("output", "LockDuration", "soon", "FAILED", "soon")]
    [InlineData("delivery", "MaxDeliveryCount", "10", "warning", "10")]
    [InlineData("handoff", "Status", "SendDisabled", "FAILED", "SendDisabled")]
    public async Task A_property_that_is_wrong_is_named(string queue, string property, string value, string state, string detail)
    {
        await using var azure = await FakeAzure.StartAsync();
        azure.Queues[queue] = (property, value);
        var found = Assert.Single((await ExamineAsync(azure)).Findings, finding => finding.State != "ok");

        Assert.Equal(("queues", queue, state), (found.Area, found.What, found.State));
        Assert.Contains(detail, found.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LockDuration", "PT5M")]
    [InlineData("MaxDeliveryCount", "50")]
    public async Task More_than_is_needed_is_fine(string property, string value)
    {
        await using var azure = await FakeAzure.StartAsync();
        azure.Queues["input"] = (property, value);
        Assert.All((await ExamineAsync(azure)).Findings, finding => Assert.Equal("ok", finding.State));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_named()
    {
        await using var azure = await FakeAzure.StartAsync();
        azure.Queues["feedback"] = null;
        var found = Assert.Single((await ExamineAsync(azure)).Findings, finding => finding.State != "ok");

        Assert.Equal(("queues", "feedback", "FAILED"), (found.Area, found.What, found.State));
        Assert.Contains("not there", found.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the bus refuses us", "queues", "ServiceBus", "Data Owner")]
    [InlineData("the tables refuse us", "store", "tables", "Table Data Contributor")]
    [InlineData("deleted blobs are kept", "store", "blobs", "soft delete")]
    [InlineData("half of the settings", "settings", "ServiceBus__fullyQualifiedNamespace", "Set it")]
    [InlineData("nobody can sign in", "identity", "AzureAd", "AzureAd__TenantId")]
    [InlineData("the issuer is away", "identity", "issuer", "Open the way")]
    [InlineData("nobody knows the tenant", "identity", "issuer", "AzureAd__TenantId")]
    [InlineData("a tool's setting is missing", "reachability", "tool cancel_order", "Set Shop")]
    [InlineData("a connection string without its key", "queues", "ServiceBus", "shared access policies")]
    public async Task A_fault_around_them_is_named_once(string fault, string area, string what, string mend)
    {
        await using var azure = await FakeAzure.StartAsync();
        var settings = azure.Settings();
        switch (fault)
        {
            case "the bus refuses us": azure.BusStatus = 401; break;
            case "the tables refuse us": azure.TablesStatus = 403; break;
            case "deleted blobs are kept": azure.KeepDeletedDays = 7; break;
            case "half of the settings": settings.Remove("ServiceBus"); break;
            case "nobody can sign in":
                settings.Remove("AzureAd__TenantId");
                settings.Remove("AzureAd__ClientId");
                break;
            case "the issuer is away": settings["AzureAd__Instance"] = FunctionsAgent.Tests.Tools.Peer.NobodyThere(); break;
            case "nobody knows the tenant": settings["AzureAd__Instance"] = azure.Url + "/nobody"; break;
            case "a tool's setting is missing": settings.Remove("Shop"); break;
            default: settings["ServiceBus"] = "Endpoint=sb://example.servicebus.windows.net"; break;
        }
        var found = Assert.Single((await ExamineAsync(azure, settings)).Findings, finding => finding.State != "ok");

        Assert.Equal((area, what), (found.Area, found.What));
        Assert.Contains(mend, found.Mend!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_alone_makes_no_deployment_and_what_is_missing_is_named()
    {
        using var clinic = new Clinic { Settings = { ["AzureAd__TenantId"] = "7d1f7a3c-1f5e-4c44-9f6b-0c2d3a4b5c6d" } };
        var (code, findings) = await clinic.ExamineAsync();

        Assert.Equal(1, code);
        Assert.Superset(new HashSet<string>(FunctionsAgent.Storage.AzureSettings.Required), findings.Where(f => f.State == "FAILED").Select(f => f.What).ToHashSet());
    }

    private static async Task<(int Code, IReadOnlyList<Seen> Findings)> ExamineAsync(FakeAzure azure, Dictionary<string, string>? settings = null)
    {
        using var clinic = new Clinic();
        foreach (var (name, value) in settings ?? azure.Settings()) clinic.Settings[name] = value;
        return await clinic.ExamineAsync();
    }
}

using FunctionsAgent.Access;
using FunctionsAgent.Channels;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Infra;

/// <summary>The table of settings: its lines, what they take, and what is said of a configuration that does not fit.</summary>
public sealed class SettingTableTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Every_setting_has_a_form_and_a_meaning_in_one_line_and_its_own_name() => Assert.All(SettingTable.All, setting =>
    {
        Assert.DoesNotContain('\n', setting.Meaning);
        Assert.NotEqual("", setting.Meaning.Trim());
        Assert.NotEqual("", setting.Form.Takes);
        Assert.Single(SettingTable.All, other => other.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));
    });

    [Fact]
    public void A_default_that_is_a_value_is_one_the_setting_takes() => Assert.All(
        SettingTable.All.Where(setting => setting.Default is { } text && (char.IsAsciiDigit(text[0]) || text.StartsWith("https", StringComparison.Ordinal))),
        setting => Assert.Null(setting.Problem(setting.Name, setting.Default!)));

    [Fact]
    public void The_defaults_of_the_table_are_those_of_the_code()
    {
        var nothing = Configuration();
        var (pipeline, own) = (PipelineSettings.Read(nothing), new PipelineOptions());
        Assert.Equal((own.RunAhead, own.BackOff), (pipeline.RunAhead, pipeline.BackOff));
        Assert.Equal($"{new ChannelOptions.SmtpOptions().Port}", SettingTable.Value(nothing, "Channels__Smtp__Port"));
        Assert.Equal(AuthMd.AuthMdDialect.B, AuthMdSettings.Read(nothing).Dialect);
    }

    [Theory]
    [InlineData("A", AuthMd.AuthMdDialect.A)]
    [InlineData(" b ", AuthMd.AuthMdDialect.B)]
    public void The_dialect_of_auth_md_is_a_setting(string value, AuthMd.AuthMdDialect dialect) => Assert.Equal(dialect, AuthMdSettings.Read(Configuration(("AuthMd__Dialect", value))).Dialect);

    [Fact]
    public void The_readme_shows_the_table() => Assert.Contains(FunctionsAgent.Local.Doctor.SettingsText.Markdown(), Repository.Read("README.md"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Pipeline__RunAhead", "always")]
    [InlineData("Pipeline__RunAhead", " Never ")]
    [InlineData("Pipeline__BackOffSeconds", "0")]
    [InlineData("AuthMd__Dialect", "a")]
    [InlineData("Channels__Webhook__shop__Secret", Secret)]
    [InlineData("Channels__Webhook__shop__ReplyUrl", "http://127.0.0.1:8080/x")]
    [InlineData("Channels__Twilio__AccountSid", "AC0123456789abcdef0123456789abcdef")]
    [InlineData("Channels__Twilio__From", "+12025550123")]
    [InlineData("Channels__Chat__Origins", "https://shop.example https://www.shop.example:8443")]
    [InlineData("Channels__Smtp__From", "Support <support@shop.example>")]
    [InlineData("Public__TrustedProxies", "10.0.0.0/8, ::1")]
    [InlineData("Models__demo__Endpoint", "demo/script.json")]
    [InlineData("Models__demo__ApiVersion", "2025-04-01-preview")]
    [InlineData("Models__demo__InputPrice", "0.15")]
    [InlineData("ServiceBus", "Endpoint=sb://x;SharedAccessKeyName=a;SharedAccessKey=b=")]
    public void A_value_it_can_have_is_taken(string name, string value) => Assert.DoesNotContain(Problems((name, value)), problem => problem.Trouble == SettingTrouble.Invalid);

    [Theory]
    [InlineData("Pipeline__RunAhead", "sometimes", "waiting, always or never")]
    [InlineData("Pipeline__RunAhead", "1", "waiting, always or never")]
    [InlineData("Pipeline__BackOffSeconds", "601", "0 to 600")]
    [InlineData("AuthMd__Dialect", "0", "B or A")]
    [InlineData("AuthMd__Dialect", "A,B", "B or A")]
    [InlineData("Pipeline__BackOffSeconds", "-1", "0 to 600")]
    [InlineData("Storage__Sync", "off", "full or normal")]
    [InlineData("Storage__tableServiceUri", "http://example.com", "https")]
    [InlineData("Channels__Webhook__shop__ReplyUrl", "ftp://x", "https")]
    [InlineData("Channels__Smtp__Port", "0", "1 to 65535")]
    [InlineData("Channels__Smtp__From", "nobody", "mail address")]
    [InlineData("Channels__Twilio__From", "12025550123", "E.164")]
    [InlineData("Channels__Chat__Origins", "https://shop.example/path", "origins")]
    [InlineData("Public__TrustedProxies", "10.0.0.0/40", "networks")]
    [InlineData("AzureAd__TenantId", "contoso", "GUID")]
    [InlineData("Models__demo__Kind", "gemini", "scripted or replay")]
    [InlineData("Models__demo__Endpoint", "http://models.example/v1", "https")]
    [InlineData("Models__demo__ApiVersion", "latest", "2024-10-21")]
    [InlineData("Models__demo__InputPrice", "0,15", "with a point")]
    public void A_value_it_cannot_have_is_named_with_what_it_takes(string name, string value, string takes)
    {
        var problem = Assert.Single(Problems((name, value)), problem => problem.Trouble == SettingTrouble.Invalid);
        Assert.Equal(name, problem.Name);
        Assert.Contains($"Setting {name} is \"{value}\"; it takes ", problem.What, StringComparison.Ordinal);
        Assert.Contains(takes, problem.What, StringComparison.Ordinal);
        Assert.Contains(takes, problem.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Channels__Webhook__shop__Secret", "marked-secret", "whsec_")]
    [InlineData("Channels__Mime__BearerToken", "marked", "16 characters")]
    [InlineData("ServiceBus", "marked-secret", "connection string")]
    [InlineData("Channels__Twilio__AuthToken", "@Microsoft.KeyVault(VaultName=v;SecretName=marked)", "not resolved")]
    public void A_secret_is_never_repeated(string name, string value, string what)
    {
        var problem = Assert.Single(Problems((name, value)), problem => problem.Trouble == SettingTrouble.Invalid);
        Assert.Contains(name, problem.What, StringComparison.Ordinal);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", problem.What + problem.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pipeline__RunAhed", "Did you mean Pipeline__RunAhead?")]
    [InlineData("Channels__Webhook__shop__Secrt", "Did you mean Channels__Webhook__shop__Secret?")]
    [InlineData("Chanels__Smtp__Host", "Did you mean Channels__Smtp__Host?")]
    [InlineData("Pipeline__Color", "doctor --settings")]
    public void A_name_nobody_reads_is_a_warning_with_the_nearest(string name, string mend)
    {
        var problem = Assert.Single(Problems((name, "x")));
        Assert.Equal((name, SettingTrouble.Unknown), (problem.Name, problem.Trouble));
        Assert.Contains(mend, problem.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("Crm")]
    [InlineData("Logging__LogLevel__Default")]
    public void Names_of_others_are_not_ours_to_judge(string name) => Assert.Empty(Problems((name, "x")));

    [Theory]
    [InlineData("Channels__Webhook__shop__ReplyUrl", "https://shop.example/", "Channels__Webhook__shop__Secret")]
    [InlineData("Channels__Smtp__Host", "mail.example", "Channels__Smtp__From")]
    [InlineData("Report__Email", "lead@shop.example", "Channels__Smtp__Host")]
    [InlineData("Report__Webhook__Url", "https://shop.example/", "Report__Webhook__Secret")]
    [InlineData("Report__Webhook__Secret", Secret, "Report__Webhook__Url")]
    [InlineData("Channels__Twilio__From", "+12025550123", "Channels__Twilio__AuthToken")]
    [InlineData("AzureAd__ClientId", "7d1f7a3c-1f5e-4c44-9f6b-0c2d3a4b5c6d", "AzureAd__TenantId")]
    [InlineData("Models__small__Kind", "openai", "Models__small__Endpoint")]
    [InlineData("Models__small__Endpoint", "https://models.example", "Models__small__Deployment")]
    public void What_needs_another_setting_names_it(string name, string value, string missing)
    {
        var problem = Assert.Single(Problems((name, value)), problem => problem.Name == missing);
        Assert.Equal(SettingTrouble.Incomplete, problem.Trouble);
        Assert.Contains(name, problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scripted")]
    [InlineData("Replay")]
    public void A_model_that_is_a_file_needs_no_deployment(string kind) => Assert.Empty(Problems(("Models__demo__Kind", kind), ("Models__demo__Endpoint", "demo.json")));

    [Theory]
    [InlineData("Channels__Twilio__Agent", "retail-support")]
    [InlineData("Channels__Smtp__Port", "587")]
    [InlineData("Channels__Mime__BearerToken", " ")]
    public void What_the_sample_file_fills_in_needs_nothing(string name, string value) => Assert.Empty(Problems((name, value)));

    [Fact]
    public async Task A_host_does_not_start_with_a_value_that_cannot_be_and_names_each()
    {
        var refusal = await Assert.ThrowsAsync<FunctionsAgent.Local.StartException>(() => AgentHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Pipeline__RunAhead"] = "sometimes", ["Channels__Smtp__Port"] = "smtp",
        }));
        Assert.Contains("Pipeline__RunAhead", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Channels__Smtp__Port", refusal.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SettingProblem> Problems(params (string Name, string Value)[] set) => SettingCheck.Of(Configuration(set));

    private static IConfiguration Configuration(params (string Name, string Value)[] set) => new ConfigurationBuilder()
        .AddInMemoryCollection(set.Select(pair => KeyValuePair.Create(pair.Name.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Tests.Infra;

/// <summary>infra/main.bicep and the parameters of each environment, compiled once for all tests.</summary>
public sealed partial class Infrastructure : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("functionsagent-bicep-").FullName;
    // Lazy: on a machine that cannot run the compiler the tests are skipped, and so must this be.
    private readonly Lazy<(JsonNode Json, string Diagnostics)> _template;
    private readonly Dictionary<string, Lazy<(JsonNode Json, string Diagnostics)>> _parameters;

    public Infrastructure()
    {
        _template = new(() => Compile("build", "main.bicep"));
        _parameters = Environments.Append(Azd).ToDictionary(name => name, name => new Lazy<(JsonNode, string)>(() => Compile("build-params", $"{name}.bicepparam")));
    }

    /// <summary>In the order a release takes.</summary>
    public static IReadOnlyList<string> Environments { get; } = ["dev", "test", "prod"];

    /// <summary>The one parameters file that azd reads.</summary>
    public const string Azd = "main";

    /// <summary>The ARM template.</summary>
    public JsonNode Template => _template.Value.Json;

    /// <summary>The template of alerts.bicep in it.</summary>
    public JsonNode Alerts => Template["resources"]!["alerts"]!["properties"]!["template"]!;

    /// <summary>Warnings, as the compiler printed them.</summary>
    public string Diagnostics => string.Concat(_parameters.Values.Prepend(_template).Select(file => file.Value.Diagnostics));

    /// <summary>The values of a parameters file.</summary>
    public JsonNode Parameters(string environment) => _parameters[environment].Value.Json["parameters"]!;

    /// <summary>The values azd deploys with under an environment of that name.</summary>
    public JsonNode ParametersOfAzd(string azdEnvironment) =>
        Compile("build-params", $"{Azd}.bicepparam", ("AZURE_ENV_NAME", azdEnvironment)).Json["parameters"]!;

    public JsonObject Settings => Template["variables"]!["settings"]!.AsObject();

    public IEnumerable<JsonNode> Resources(string type) =>
        Template["resources"]!.AsObject().Select(resource => resource.Value!).Where(resource => resource["type"]!.GetValue<string>() == type);

    /// <summary>The app's settings: the visible list, what is added to it in the template, and what the parameters file adds.</summary>
    public IEnumerable<string> SettingNames()
    {
        var expression = Resources("Microsoft.Web/sites/config").Single()["properties"]!.GetValue<string>();
        var values = Environments.Select(Parameters).ToList();
        return Settings.Select(setting => setting.Key)
            .Concat(Created().Matches(expression).Select(match => match.Groups[1].Value))
            .Concat(values.SelectMany(of => of["toolAddresses"]!["value"]!.AsObject().Select(address => address.Key)))
            .Concat(values.SelectMany(of => of["secretSettings"]!["value"]!.AsArray().Select(secret => secret!.GetValue<string>())));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (JsonNode Json, string Diagnostics) Compile(string verb, string file, (string Name, string Value)? variable = null)
    {
        var compiler = Path.Combine(_folder, $"bicep-{Guid.NewGuid():N}");
        File.Copy(Repository.BicepCompiler, compiler);
        // The package carries the program with execute permission for its owner alone.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(compiler, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var output = Path.Combine(_folder, Path.GetRandomFileName());
        var start = new ProcessStartInfo(compiler, [verb, Path.Combine(Repository.Root, "infra", file), "--outfile", output]) { RedirectStandardError = true };
        // What a developer's own shell says must not decide.
        foreach (var name in (IEnumerable<string>)["AZURE_ENV_NAME", "SHOP", "ENTRA_CLIENT_ID", "PUBLIC_BASE_URL", "MODEL_CONTRACT", "MODEL_RETENTION_DAYS", "ACTION_GROUP_IDS"]) start.Environment.Remove(name);
        if (variable is { } set) start.Environment[set.Name] = set.Value;
        using var process = Process.Start(start)!;
        var diagnostics = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? (JsonNode.Parse(File.ReadAllText(output))!, diagnostics)
            : throw new InvalidOperationException($"{file} does not compile:\n{diagnostics}");
    }

    [GeneratedRegex(@"createObject\('(\w+)'")]
    private static partial Regex Created();
}

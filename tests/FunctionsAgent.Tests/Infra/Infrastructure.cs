using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Tests.Infra;

/// <summary>infra/main.bicep and its parameters, compiled once for all tests.</summary>
public sealed partial class Infrastructure : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("functionsagent-bicep-").FullName;
    // Lazy: on a machine that cannot run the compiler the tests are skipped, and so must this be.
    private readonly Lazy<(JsonNode Json, string Diagnostics)> _template;
    private readonly Lazy<(JsonNode Json, string Diagnostics)> _parameters;

    public Infrastructure()
    {
        _template = new(() => Compile("build", "main.bicep"));
        _parameters = new(() => Compile("build-params", "main.bicepparam"));
    }

    /// <summary>The ARM template.</summary>
    public JsonNode Template => _template.Value.Json;

    /// <summary>The ARM parameters file.</summary>
    public JsonNode Parameters => _parameters.Value.Json;

    /// <summary>Warnings, as the compiler printed them.</summary>
    public string Diagnostics => _template.Value.Diagnostics + _parameters.Value.Diagnostics;

    public JsonObject Settings => Template["variables"]!["settings"]!.AsObject();

    public IEnumerable<JsonNode> Resources(string type) =>
        Template["resources"]!.AsObject().Select(resource => resource.Value!).Where(resource => resource["type"]!.GetValue<string>() == type);

    /// <summary>The app's settings: the visible list, what is added to it in the template, and what the parameters file adds.</summary>
    public IEnumerable<string> SettingNames()
    {
        var expression = Resources("Microsoft.Web/sites/config").Single()["properties"]!.GetValue<string>();
        var values = Parameters["parameters"]!;
        return Settings.Select(setting => setting.Key)
            .Concat(Created().Matches(expression).Select(match => match.Groups[1].Value))
            .Concat(values["toolAddresses"]!["value"]!.AsObject().Select(address => address.Key))
            .Concat(values["secretSettings"]!["value"]!.AsArray().Select(secret => secret!.GetValue<string>()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (JsonNode Json, string Diagnostics) Compile(string verb, string file)
    {
        var compiler = Path.Combine(_folder, "bicep-" + verb);
        File.Copy(Repository.BicepCompiler, compiler);
        // The package carries the program with execute permission for its owner alone.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(compiler, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var output = Path.Combine(_folder, file + ".json");
        var start = new ProcessStartInfo(compiler, [verb, Path.Combine(Repository.Root, "infra", file), "--outfile", output]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var diagnostics = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? (JsonNode.Parse(File.ReadAllText(output))!, diagnostics)
            : throw new InvalidOperationException($"{file} does not compile:\n{diagnostics}");
    }

    [GeneratedRegex(@"createObject\('(\w+)'")]
    private static partial Regex Created();
}

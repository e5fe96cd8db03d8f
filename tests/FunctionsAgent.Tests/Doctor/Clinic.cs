using System.Text.Json;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.Doctor;

/// <summary>Settings, a data directory, and <c>doctor</c> by the command line.</summary>
internal sealed class Clinic : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("functionsagent-").FullName;

    public string Data => Path.Combine(root, "data");

    public Dictionary<string, string> Settings { get; } = new();

    /// <summary>The exit code, and every finding by what was looked at.</summary>
    public async Task<(int Code, IReadOnlyList<Seen> Findings)> ExamineAsync(params string[] options)
    {
        var (code, output) = await PrintAsync([.. options, "--json"]);
        using var json = JsonDocument.Parse(output);
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().Select(f => new Seen(
            f.GetProperty("area").GetString()!, f.GetProperty("what").GetString()!, f.GetProperty("state").GetString()!, f.GetProperty("detail").GetString()!, f.GetProperty("mend").GetString())).ToList();
        Assert.Equal(code == 0, json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(code != 0, findings.Any(f => f.State == "FAILED"));
        Assert.All(findings, f => Assert.Equal(f.State != "ok", f.Mend is { Length: > 0 }));
        return (code, findings);
    }

    public async Task<(int Code, string Output)> PrintAsync(params string[] options)
    {
        var file = Path.Combine(root, "settings.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Values = Settings }));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["doctor", "--file", file, "--data", Data, .. options], output, error).WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal("", error.ToString());
        return (code, output.ToString());
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}

internal sealed record Seen(string Area, string What, string State, string Detail, string? Mend);

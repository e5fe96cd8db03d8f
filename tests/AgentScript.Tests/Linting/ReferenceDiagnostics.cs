using System.Text.Json;
using AgentScript.Linting;
using AgentScript.Model;

namespace AgentScript.Tests.Linting;

/// <summary>What the vendor's open toolchain reports for the scripts in the data folder, and what we report.</summary>
internal static class ReferenceDiagnostics
{
    internal readonly record struct Reported(string File, string Code, int Severity, int Line)
    {
        public override string ToString() => $"{File}:{Line + 1} {Code} ({Severity})";
    }

    public static IEnumerable<(string File, Reported[] Diagnostics)> Expected(string folder)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "diagnostics.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var file = json.RootElement.GetProperty("file").GetString()!;
            yield return (file, Read(file, json.RootElement));
        }
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "examples"), "*.diagnostics.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var file = "examples/" + Path.GetFileName(path).Replace(".diagnostics.json", ".agent", StringComparison.Ordinal);
            yield return (file, Read(file, json.RootElement));
        }
    }

    /// <summary>Our own family is not the reference's to know.</summary>
    public static Reported[] Ours(string folder, string file)
    {
        var script = Script.Parse(File.ReadAllText(Path.Combine(folder, file)), file);
        return [.. Linter.Lint(script)
            .Where(d => !d.Code.StartsWith("fa-", StringComparison.Ordinal))
            .Select(d => new Reported(file, d.Code, (int)d.Severity, script.Tree.Source.Line(d.Start)))];
    }

    private static Reported[] Read(string file, JsonElement root) =>
        [.. root.GetProperty("diagnostics").EnumerateArray().Select(d => new Reported(
            file, d.GetProperty("code").GetString()!, d.GetProperty("severity").GetInt32(), d.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32()))];
}

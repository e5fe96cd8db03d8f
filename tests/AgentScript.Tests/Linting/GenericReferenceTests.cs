using System.Globalization;
using AgentScript.Tests.Syntax;
using Xunit.Abstractions;

namespace AgentScript.Tests.Linting;

public sealed class GenericReferenceTests(ITestOutputHelper output)
{
    /// <summary>A line: <c>file:line code (severity)</c>, then <c>#</c> and why we differ.</summary>
    private static readonly HashSet<string> Deliberate =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Linting", "deliberate-differences.txt"))
            .Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0)];

    [Fact]
    public void What_the_linter_says_agrees_with_the_reference_toolchain_by_code_severity_and_line()
    {
        if (Corpus.Folder is not { } folder)
        {
            output.WriteLine("No data folder: nothing to compare.");
            return;
        }
        var (files, both, missing, extra) = (0, 0, new List<ReferenceDiagnostics.Reported>(), new List<ReferenceDiagnostics.Reported>());
        foreach (var (file, expected) in ReferenceDiagnostics.Expected(folder))
        {
            files++;
            var rest = ReferenceDiagnostics.Ours(folder, file).ToList();
            foreach (var one in expected)
            {
                if (rest.Remove(one)) both++;
                else missing.Add(one);
            }
            extra.AddRange(rest);
        }
        missing.RemoveAll(m => Deliberate.Contains(m.ToString()));
        extra.RemoveAll(e => Deliberate.Contains(e.ToString()));
        Print("missing", missing);
        Print("extra", extra);
        var precision = both / (double)(both + extra.Count);
        var recall = both / (double)(both + missing.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files} files, {both} in both; precision {precision:0.0000}, recall {recall:0.0000}"));
        Assert.True(precision >= 0.98, $"precision {precision}");
        Assert.True(recall >= 0.98, $"recall {recall}");
    }

    private void Print(string title, List<ReferenceDiagnostics.Reported> differences)
    {
        foreach (var code in differences.GroupBy(d => d.Code).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{title} {code.Key}: {code.Count()}");
            foreach (var one in code) output.WriteLine($"  {one}");
        }
    }
}

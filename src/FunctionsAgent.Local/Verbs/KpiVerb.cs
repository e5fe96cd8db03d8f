using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>kpi</c>: whether the goal is reached, whether it drifts, what costs most; as tables, JSON, CSV or a page.</summary>
internal static class KpiVerb
{
    private static readonly Option<string?> Csv = new("--csv") { Description = "Writes every figure as CSV; - prints it.", HelpName = "FILE" };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes the report as one page that needs no network.", HelpName = "FILE" };
    private static readonly Option<bool> Now = new("--now") { Description = "Counts up to the present, and not to the last night alone." };

    private static readonly Option<string?>[] Asked =
    [
        new("--agent") { Description = "One agent; otherwise the first.", HelpName = "NAME" },
        new("--days") { Description = $"How many days back; {KpiQuery.DefaultDays} unless said.", HelpName = "N" },
        new("--from") { Description = "First UTC day of outcomes.", HelpName = "YYYY-MM-DD" },
        new("--to") { Description = "Last UTC day of outcomes.", HelpName = "YYYY-MM-DD" },
        new("--window") { Description = $"How long a return undoes an outcome: {string.Join(", ", Definition.Windows.Select(w => w.Name))}.", HelpName = "W" },
        new("--by") { Description = $"Also in parts: by {string.Join(", ", KpiQuery.Groupings)}.", HelpName = "PART" },
        new("--channel") { Description = "One channel.", HelpName = "NAME" },
        new("--intent") { Description = "One intent family.", HelpName = "NAME" },
        new("--version") { Description = "One version of the agent.", HelpName = "V" },
        new("--beside") { Description = $"Lays another product's way of counting beside ours: {string.Join(", ", Neighbours.All.Select(n => n.Name))}.", HelpName = "NAME" },
        new("--definition") { Description = "Names the definition of ours that is meant.", HelpName = "V" },
    ];

    public static Command Create()
    {
        var command = new Command("kpi", "Prints whether the goal is reached, whether it drifts, and what costs most.") { Now, Csv, Html, KpiRecomputeVerb.Create() };
        foreach (var option in Asked) command.Add(option);
        command.Validators.Add(result =>
        {
            if (KpiQuery.Read(name => Given(result, name)).Mistake is { } mistake) result.AddError($"--{mistake.Option}: {mistake.Allowed}");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var query = string.Join('&', KpiQuery.Names.Select(name => (name, Given(line.CommandResult, name))).Where(pair => !string.IsNullOrEmpty(pair.Item2))
            .Select(pair => $"{pair.name}={Uri.EscapeDataString(pair.Item2!)}"));
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var (csv, html, output) = (line.GetValue(Csv), line.GetValue(Html), line.Output());
        if (html is not null)
        {
            await WriteAsync("--html", html, await client.GetTextAsync(Path("/api/operator/kpi/report"), ct), ct);
            if (html != "-") output.WriteLine($"{html} written.");
        }
        if (html is not null && csv is null && !line.GetValue(GlobalOptions.Json)) return CommandLine.Fine;
        var answer = await client.GetAsync(Path("/api/operator/kpi"), ct);
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(answer);
        var report = answer.Deserialize<KpiReport>(KpiApi.Json)!;
        if (csv is not null)
        {
            using var text = new StringWriter();
            KpiCsv.Write(report, text);
            await WriteAsync("--csv", csv, text.ToString(), ct);
            if (csv != "-") output.WriteLine($"{csv} written.");
        }
        else if (!line.GetValue(GlobalOptions.Json)) KpiPrint.Write(report, output, TextTable.Width(output) ?? KpiPrint.Narrow);
        return CommandLine.Fine;

        string Path(string route) => query.Length > 0 ? $"{route}?{query}" : route;

        async Task WriteAsync(string option, string file, string text, CancellationToken token)
        {
            if (file == "-")
            {
                await output.WriteAsync(text);
                return;
            }
            try
            {
                await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), token);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new StartException($"{option}: {file} cannot be written: {e.Message}");
            }
        }
    }

    private static string? Given(CommandResult line, string name) => name == "now"
        ? line.GetValue(Now) ? "true" : null
        : Asked.FirstOrDefault(option => option.Name == $"--{name}") is { } asked ? line.GetValue(asked) : null;
}

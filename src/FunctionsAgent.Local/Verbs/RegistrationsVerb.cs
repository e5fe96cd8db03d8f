using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>registrations list|revoke ID|revoke --all|log [--day D]</c>: agents that registered here.</summary>
internal static class RegistrationsVerb
{
    private const string Route = "/api/operator/registrations";

    private static readonly Argument<string?> Id = new("ID") { Description = "One registration, reg_….", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> All = new("--all") { Description = "All of them. Close registration first (AuthMd__Registration=closed)." };
    private static readonly Option<string?> Day = new("--day") { Description = "The day in UTC; otherwise today.", HelpName = "YYYY-MM-DD" };

    public static Command Create()
    {
        var list = new Command("list", "Prints the agents that registered.");
        list.SetAction(ListAsync);
        var revoke = new Command("revoke", "Ends a registration with everything issued to it, or all of them. Broken off, it goes on when called again.") { Id, All };
        revoke.Validators.Add(result =>
        {
            if (result.GetValue(Id) is null != result.GetValue(All)) result.AddError("registrations revoke takes one of ID and --all.");
        });
        revoke.SetAction(RevokeAsync);
        var log = new Command("log", "Prints what happened to registrations on a day.") { Day };
        log.Validators.Add(result =>
        {
            if (result.GetValue(Day) is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) result.AddError("--day takes YYYY-MM-DD.");
        });
        log.SetAction(LogAsync);
        return new Command("registrations", "Agents that registered here by themselves.") { list, revoke, log };
    }

    private static async Task<int> ListAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var found = await PagesAsync(client, Route, "cursor", "registrations", ct);
        ListVerb.Print(
            line, found, all => all, ["ID", "KIND", "STATUS", "CREATED (UTC)", "CLAIMED (UTC)", "FOR", "BY PROVIDER"],
            r => [r.Text("id"), r.Text("kind"), r.Text("status"), r.Time("created"), r.Time("claimed"), r.Text("user"), r.Text("issuer")], "No agent has registered.");
        return CommandLine.Fine;
    }

    private static async Task<int> LogAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var path = line.GetValue(Day) is { } day ? $"{Route}/log?day={day}" : $"{Route}/log";
        ListVerb.Print(
            line, await PagesAsync(client, path, "after", "events", ct), all => all, ["TIME (UTC)", "EVENT", "REGISTRATION", "FOR", "FROM", "CODE", "BY"],
            e => [e.Time("at"), e.Text("event"), e.Text("registration"), e.Text("user"), e.Text("from"), e.Text("code"), e.Text("by")], "Nothing happened.");
        return CommandLine.Fine;
    }

    private static async Task<int> RevokeAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var (body, revoked) = (line.GetValue(Id) is { } id ? new JsonObject { ["id"] = id } : new JsonObject { ["all"] = true }, 0);
        for (string? next = ""; next is not null; body = new JsonObject { ["all"] = true, ["cursor"] = next })
        {
            var answer = await client.PostAsync($"{Route}/revoke", body, ct);
            revoked += answer["revoked"]!.GetValue<int>();
            next = answer["next"]?.GetValue<string>();
        }
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(new JsonObject { ["revoked"] = revoked });
        else output.WriteLine(revoked == 0 ? "Nothing was left to revoke." : $"{revoked} revoked");
        return CommandLine.Fine;
    }

    private static async Task<JsonArray> PagesAsync(OperatorClient client, string path, string parameter, string items, CancellationToken ct)
    {
        var all = new JsonArray();
        for (string? next = ""; next is not null;)
        {
            var answer = await client.GetAsync(next.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}={Uri.EscapeDataString(next)}", ct);
            foreach (var item in answer.Items(items).ToList()) all.Add(item.DeepClone());
            next = answer["next"]?.GetValue<string>();
        }
        return all;
    }
}

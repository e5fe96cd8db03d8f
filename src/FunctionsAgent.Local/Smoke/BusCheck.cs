using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>A forged envelope of a version nobody knows, sent past all doors: it is kept for a person, neither handled nor lost.</summary>
internal sealed class BusCheck(SmokeOptions options, StaffChecks staff)
{
    private const string Queue = "input";
    private const string Cause = "unknown-version";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public async Task<string> ForgedAsync(CancellationToken ct)
    {
        if (!options.Azure) throw new NotCheckedException("a forged envelope needs a way past the doors: pass --azure and --bus HOST");
        if (options.Bus is not { } bus) throw new NotCheckedException("no connection: pass --bus HOST, and have the role Azure Service Bus Data Sender");
        if (options.Token is null) throw new NotCheckedException("only staff see what is parked: pass --token");

        var before = (await staff.ParkedListAsync(ct)).Select(p => p.Text("id")).ToHashSet(StringComparer.Ordinal);
        var session = $"smoke-{Guid.NewGuid():N}";
        await bus.SendAsync(Queue, session, $$"""{"v":999,"id":"{{session}}:1:0","partition":"{{session}}","stage":"{{Queue}}","cause":"door"}""", ct);

        var until = DateTimeOffset.UtcNow + Patience;
        while (DateTimeOffset.UtcNow < until)
        {
            var parked = await staff.ParkedListAsync(ct);
            if (parked.FirstOrDefault(p => p.Text("queue") == Queue && p.Text("cause") == Cause && !before.Contains(p.Text("id"))) is { } found)
                return $"a forged envelope is parked as {Cause} ({found.Text("id")}); it stays listed";
            await Task.Delay(Between, ct);
        }
        throw new SmokeException($"a forged envelope was not parked within {Patience.TotalMinutes:N0} min");
    }
}

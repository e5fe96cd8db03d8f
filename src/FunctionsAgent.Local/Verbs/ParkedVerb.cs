using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>parked</c>: what could not be handled and waits for <c>requeue</c>.</summary>
internal static class ParkedVerb
{
    public static Command Create()
    {
        var command = new Command("parked", "Prints what could not be handled.");
        command.SetAction((line, ct) => ListVerb.PrintAsync(
            line, "/api/operator/parked", answer => answer,
            ["ID", "QUEUE", "CAUSE", "LAST (UTC)", "REQUEUED BY", "REASON"],
            p => [p.Text("id"), p.Text("queue"), p.Text("cause"), p.Time("last"), p.Text("requeuedBy"), p.Text("reason")],
            "Nothing is parked.", ct));
        return command;
    }
}

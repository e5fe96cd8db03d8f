using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>queues</c>: how much waits, and since when.</summary>
internal static class QueuesVerb
{
    public static Command Create()
    {
        var command = new Command("queues", "Prints the depth of each queue.");
        command.SetAction((line, ct) => ListVerb.PrintAsync(
            line, "/api/operator/queues", answer => answer,
            ["QUEUE", "ACTIVE", "SCHEDULED", "LOCKED", "DEAD", "OLDEST (UTC)"],
            q => [q.Text("queue"), q.Text("active"), q.Text("scheduled"), q.Text("locked"), q.Text("deadLetters"), q.Time("oldest")],
            "No queues.", ct));
        return command;
    }
}

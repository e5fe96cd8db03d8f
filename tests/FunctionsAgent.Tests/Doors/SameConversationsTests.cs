using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>The sample's conversations by chat, webhook, mail and phone: the same is understood, called, decided and said.</summary>
public sealed class SameConversationsTests : IDisposable
{
    private static readonly string[] Decided = ["IntentMatched", "PolicyApplied", "ToolCalled", "HandoffOpened", "ReplySent", "TurnEnded", "StageFailed"];
    private static readonly string[] Fields = ["intent", "how", "also", "rule", "do", "tool", "target", "outcome", "class", "reason", "kind", "source", "desk"];

    private readonly SmtpSink smtp = new();

    public static TheoryData<string> Files => [.. Samples.RetailSupport.Tests.Select(test => Path.GetFileName(test.At.File)).Distinct()];

    public void Dispose() => smtp.Dispose();

    [Fact]
    public void There_are_sixty_and_more() => Assert.InRange(Samples.RetailSupport.Tests.Length, 60, int.MaxValue);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_of_conversations_is_decided_the_same_by_every_door(string file)
    {
        var tests = Samples.RetailSupport.Tests.Where(test => Path.GetFileName(test.At.File) == file).ToList();
        var tools = new ToolsOfTest();
        await using var host = await Wire.StartAsync(smtp, configure: tools.Tool.Register);
        ConversationDoor[] doors = [new ChatDoor(), new WebhookDoor(), new MailDoor(smtp), new PhoneDoor()];
        var played = doors.ToDictionary(door => door.Name, _ => 0);
        foreach (var (number, test) in tests.Index())
        {
            IReadOnlyList<string>? first = null;
            foreach (var door in doors.Where(door => door.Takes(test)))
            {
                tools.Use(test);
                var lines = await PlayAsync(host, door, number, test);
                Assert.Equal(first ??= lines, lines);
                played[door.Name]++;
            }
        }
        // Whatever a door cannot say, it is little.
        Assert.All(played.Values, count => Assert.InRange(count, tests.Count - 2, tests.Count));
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(AgentHost host, ConversationDoor door, int number, PackageTest test)
    {
        var conversation = "";
        for (var turn = 1; turn <= test.Turns.Length; turn++)
        {
            (conversation, var told) = await door.SayAsync(host, number, turn, test);
            var log = await host.WhenTurnsEndedAsync(conversation, turn);
            var said = log.Last(e => e.Type == "ReplySent").Said("text")!;
            if (told is not null) Assert.True(Shows(door, told, said), $"{test.Name}, {door.Name}, turn {turn}: told \"{told}\", decided \"{said}\".");
        }
        return [test.Name, .. (await host.LogAsync(conversation)).Where(e => Decided.Contains(e.Type)).Select(Line)];
    }

    /// <summary>In the channel's own form: a mail wraps lines, a voice speaks numbers and leaves marks out.</summary>
    private static bool Shows(ConversationDoor door, string told, string said) => door switch
    {
        PhoneDoor => told.Contains(SpeechText.From(said), StringComparison.Ordinal),
        MailDoor => Words(told).Contains(Words(said), StringComparison.Ordinal),
        _ => told == said,
    };

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Line(LoggedEvent e) => $"{e.Type} {string.Join(" ", Fields.Where(f => e.Text(f) is not null).Select(f => $"{f}={e.Text(f)}"))} {e.Said("text")}".TrimEnd();
}

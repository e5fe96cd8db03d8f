using System.Collections.Immutable;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>By which door a customer comes, and how the reply leaves.</summary>
internal enum LoadDoor
{
    /// <summary>A signed webhook; nobody fetches the reply.</summary>
    Quiet,

    /// <summary>A signed webhook; the reply is posted to the sender.</summary>
    Posted,

    /// <summary>Web chat; every other delivery waits for the reply on its call.</summary>
    Chat,
}

/// <summary>What one customer writes. <see cref="Shape"/> names the log that a single message leaves.</summary>
internal sealed record LoadConversation(string Name, LoadDoor Door, ImmutableArray<string> Texts)
{
    private static readonly ImmutableArray<string> Words =
    [
        "refund W1003", "Where is my order #W1001?", "How do returns work?", "credit W1005", "Where is my parcel?", "cancel W1007", "I want to talk to a person",
    ];

    public string? Shape => Texts is [var text] ? $"{Door}: {text}" : null;

    public IEnumerable<string> Ids => Texts.Select((_, m) => Id(m));

    public string Id(int message) => $"m{Name}{message}";

    /// <summary>Every kind of door with every kind of text; each fifth customer writes three messages, none of which waits for an answer.</summary>
    public static ImmutableArray<LoadConversation> Many(int count, LoadDoor[] doors) =>
        [.. Enumerable.Range(0, count).Select(c => new LoadConversation($"-c{c}-", doors[c % doors.Length], [.. Enumerable.Range(0, c % 5 == 4 ? 3 : 1).Select(m => Words[(c + (2 * m)) % Words.Length])]))];

    /// <summary>One undisturbed customer for each shape.</summary>
    public static ImmutableArray<LoadConversation> References(IEnumerable<LoadConversation> many) =>
        [.. many.Where(c => c.Shape is not null).DistinctBy(c => c.Shape).Select((c, n) => c with { Name = $"-r{n}-" })];
}

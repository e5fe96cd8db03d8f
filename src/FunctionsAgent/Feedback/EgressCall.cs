namespace FunctionsAgent.Feedback;

/// <summary>Something that left the installation: prompts to a model, arguments to a tool, words to a channel's provider.</summary>
/// <param name="Kind">model, tool or channel.</param>
/// <param name="To">The registry's name of the endpoint, the tool's name, the channel.</param>
/// <param name="Address">A tool's base address as its file has it (<c>${Shop}</c>); else null.</param>
/// <param name="DataClass">The strictest class carried: public, internal, personal, secret.</param>
/// <param name="Boundary">Where a model's endpoint processes prompts, as the settings said at the time; null: nobody said.</param>
/// <param name="RetentionDays">For how many days it keeps them; null for tools and channels, of which nothing is known.</param>
/// <param name="Rule">What admitted the class there.</param>
/// <param name="Result">ok, sent, unknown, or why it failed.</param>
public sealed record EgressCall(
    string ConversationId, long Seq, DateTimeOffset At, string? Turn, string Kind, string To, string? Address, string DataClass, string? Boundary, long? RetentionDays, string? Contract, string? Rule, string Result);

/// <summary>How often one class went to one place.</summary>
public sealed record EgressTotal(string Kind, string To, string? Boundary, long? RetentionDays, string? Contract, string DataClass, int Calls);

/// <summary>A log that does not tell everything any more.</summary>
/// <param name="Broken">Rows that are no events.</param>
/// <param name="Missing">Sequences without a row, behind the first that is there.</param>
/// <param name="Erased">Events whose content was erased; what they carried and where to is known.</param>
public sealed record EgressGap(string ConversationId, int Broken, long Missing, int Erased);

/// <param name="Conversations">Entries of conversations that were read.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record EgressPage(IReadOnlyList<EgressCall> Calls, IReadOnlyList<EgressGap> Incomplete, int Conversations, EgressCursor? Next);

namespace Benchmarks;

/// <summary>One to five turns as visitors have them: orders, returns, a question nobody can answer and the offer of a person; one in 25 goes to a person.</summary>
internal static class ShortConversation
{
    /// <param name="n">Which: its words are like nobody else's, so that what is kept by text or person shows.</param>
    /// <returns>How many turns it had.</returns>
    public static async Task<int> HoldAsync(Agent agent, int n)
    {
        var visitor = await Visitor.OpenAsync(agent, $"visitor-{n}@mail.example");
        (string Question, string Answered)[] script =
        [
            ($"Where is my order #W1001? I am visitor {n}.", "tracking number"),
            ($"How do I return lamp {n}?", "30 days"),
            ($"And where is #W{5_000_000 + n}?", "I cannot find"),
            ("W1002", "is processing"),
            ($"Can you sing song {n}?", "pass this to a person"),
        ];
        var turns = 1 + n % script.Length;
        foreach (var (question, answered) in script.Take(turns)) await visitor.AskAndWaitAsync(question, answered, CancellationToken.None);
        if (n % 25 != 0) return turns;
        await visitor.AskAndWaitAsync($"I want to speak to a person, says visitor {n}.", "handed-off", CancellationToken.None);
        return turns + 1;
    }
}

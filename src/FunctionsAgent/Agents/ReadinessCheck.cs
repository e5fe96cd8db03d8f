namespace FunctionsAgent.Agents;

/// <summary>Red keeps an agent from being published; a note does not.</summary>
public enum ReadinessState { Green, Note, Red }

/// <summary>One thing to be seen to before an agent serves customers.</summary>
/// <param name="Found">What is the case, in a sentence.</param>
/// <param name="Todo">What makes it green; empty where it is.</param>
public sealed record ReadinessCheck(string Name, ReadinessState State, string Found, string Todo = "")
{
    public static ReadinessCheck Green(string name, string found) => new(name, ReadinessState.Green, found);

    public static ReadinessCheck Note(string name, string found, string todo) => new(name, ReadinessState.Note, found, todo);

    public static ReadinessCheck Red(string name, string found, string todo) => new(name, ReadinessState.Red, found, todo);

    /// <summary>Red with everything that is wrong, or what is said where nothing is.</summary>
    internal static ReadinessCheck Of(string name, IReadOnlyCollection<(string Found, string Todo)> wrong, Func<ReadinessCheck> otherwise) => wrong.Count == 0 ? otherwise()
        : Red(name, string.Join("; ", wrong.Select(w => w.Found)), string.Join(" ", wrong.Select(w => w.Todo).Distinct(StringComparer.Ordinal)));
}

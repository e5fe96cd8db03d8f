namespace FunctionsAgent.Pipeline;

public enum SettingTrouble
{
    /// <summary>A value that cannot be: the program does not start.</summary>
    Invalid,

    /// <summary>A setting without another it needs: the program starts, and what they belong to stays closed.</summary>
    Incomplete,

    /// <summary>A name nobody reads.</summary>
    Unknown,
}

/// <param name="Name">As an environment variable.</param>
/// <param name="What">A sentence that names the setting and repeats no secret.</param>
/// <param name="Mend">What to do.</param>
public sealed record SettingProblem(string Name, SettingTrouble Trouble, string What, string Mend);

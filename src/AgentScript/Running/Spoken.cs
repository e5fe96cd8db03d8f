namespace AgentScript.Running;

/// <summary>A text and the strictest class of what it shows.</summary>
internal readonly record struct Spoken(string Text, string Class)
{
    public static Spoken Nothing => new("", DataClass.Public);

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>Both, with an empty line between them.</summary>
    public Spoken And(Spoken more) => new(Texts.Join(Text, more.Text), IsEmpty ? more.Class : more.IsEmpty ? Class : DataClass.Stricter(Class, more.Class));
}

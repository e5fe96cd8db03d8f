namespace FunctionsAgent.Evaluation;

/// <summary>A door simulated customers come by.</summary>
/// <param name="Assurance">What it proves of them: <c>channel</c> where it names the person, else <c>none</c>.</param>
/// <param name="Identifier">What names a person there: <c>email</c>, <c>phone</c>, or nothing.</param>
/// <param name="StatesCustomer">Whether facts about the customer can come with a message.</param>
public sealed record Channel(string Name, string Assurance, string Identifier, bool StatesCustomer, int Weight)
{
    public bool Knows => Identifier.Length > 0;

    public bool IsMail => Name == "email";

    public static Channel Chat { get; } = new("chat", "none", "", true, 45);
    public static Channel Api { get; } = new("api", "none", "", true, 5);

    /// <summary>The signer vouches for a mail address or a phone number.</summary>
    public static Channel Webhook { get; } = new("webhook", "channel", "email phone", true, 22);
    public static Channel Email { get; } = new("email", "channel", "email", false, 18);
    public static Channel Voice { get; } = new("voice", "channel", "phone", false, 10);

    public static IReadOnlyList<Channel> All { get; } = [Chat, Api, Webhook, Email, Voice];

    /// <summary>Other doors that know the same person.</summary>
    public IEnumerable<Channel> Others(string identifier) => All.Where(other => other != this && other.Identifier.Contains(identifier, StringComparison.Ordinal));
}

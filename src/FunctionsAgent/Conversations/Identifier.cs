namespace FunctionsAgent.Conversations;

/// <summary>By what a person is recognised: something a channel proves or a sign-in verified, never something stated.</summary>
/// <param name="Contact">Its <see cref="Contacts.Key"/>.</param>
/// <param name="Namespace">Who gave it: addresses, numbers and our accounts are the world's or our own, other ids are their source's alone.</param>
public readonly record struct Identifier(string Contact, string Namespace)
{
    private const string Everywhere = "all";

    public static Identifier Email(string address) => new(Contacts.Key("email", address), Everywhere);

    public static Identifier Phone(string number) => new(Contacts.Key("phone", number), Everywhere);

    public static Identifier Account(string id) => new(Contacts.Key("person", id), Everywhere);

    /// <summary>What a channel says of its sender. Digits without a plus are a customer's number somewhere and no phone.</summary>
    /// <param name="source">Channel and route: two shops may both have a customer 17.</param>
    public static Identifier Of(string sender, string source) =>
        sender.Contains('@', StringComparison.Ordinal) ? Email(sender)
        : sender is ['+', _, ..] && sender[1..].All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '(' or ')') ? Phone(sender)
        : new(Contacts.Key("person", sender), Hashing.Id(source));

    /// <summary>Reads a backward row's key.</summary>
    internal static Identifier Parse(string key) => key.Split(':') is [var contact, var space] ? new(contact, space) : default;

    public override string ToString() => $"{Contact}:{Namespace}";
}

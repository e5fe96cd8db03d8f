namespace RetailSupport.Backend;

/// <summary>A customer of the shop.</summary>
public sealed record Customer(string Id, string Name, string Email, string Phone, Address Address)
{
    public string State => Address.State;
}

-- Wireshark dissector of Mignet's migration protocol on the SAN (UDP port 7777), version 5: the messages of SanCodec,
-- one behind the other, and the seal (SanSeal) behind the last.
--
--   wireshark -X lua_script:mignet-san.lua CAPTURE      or copy it into the personal Lua plugins' folder
--
-- SanDissectorTest holds it against the Java codec, every message and field.

local PORT = 7777
local MAGIC = 0x4d474e54
local VERSION = 5
local SEAL = 18 -- bytes: sender, receiver, 16 of an HMAC

local TYPES = {
  [1] = "Migration SYN", [2] = "Migration ACK", [3] = "Reject", [4] = "Checkpoint", [5] = "Stored", [6] = "Abort",
  [7] = "Clean-up", [8] = "Query", [9] = "Moved", [10] = "Following",
}
local REASONS = {
  [1] = "no room", [2] = "busy", [3] = "room gone", [4] = "no listener", [5] = "no memory", [6] = "at capacity",
}

local mignet = Proto("mignet", "Mignet migration protocol")

-- Fields by the order of their bytes: name, what it is, type, bytes; a name of "" is padding.
local HEADER = {
  { "magic", "Magic", ftypes.STRING, 4 },
  { "version", "Version", ftypes.UINT8, 1 },
  { "type", "Type", ftypes.UINT8, 1, TYPES },
  { "length", "Bytes of the type's own fields", ftypes.UINT16, 2 },
  { "cluster", "Cluster", ftypes.UINT32, 4, base.HEX },
  { "id", "Migration", ftypes.UINT64, 8, base.HEX },
  { "client.address", "Client address", ftypes.IPv6, 16 }, -- those of IPv4 mapped: ::ffff:10.9.1.2
  { "endpoint.address", "Endpoint address", ftypes.IPv6, 16 },
  { "client.port", "Client port", ftypes.UINT16, 2 },
  { "endpoint.port", "Endpoint port", ftypes.UINT16, 2 },
}

local SYN = {
  { "syn.client_isn", "Client's initial sequence number", ftypes.UINT32, 4 },
  { "syn.start", "Checkpoint begins at", ftypes.UINT32, 4 },
  { "syn.imposed_ack", "Imposed ISN plus one", ftypes.UINT32, 4 },
  { "syn.clock", "Server's timestamp clock", ftypes.UINT32, 4 },
  { "syn.client_tsval", "Client's newest timestamp", ftypes.UINT32, 4 },
  { "syn.round_trip", "Round-trip time, ms", ftypes.INT32, 4 },
  { "syn.window", "Client's window, not scaled", ftypes.UINT16, 2 },
  { "syn.mss", "Client's MSS", ftypes.UINT16, 2 },
  { "syn.client_scale", "Client's window scale", ftypes.INT8, 1 },
  { "syn.server_scale", "Server's window scale", ftypes.INT8, 1 },
  { "syn.flags", "Flags", ftypes.UINT8, 1, base.HEX, { { "sack", "SACK", 1 }, { "timestamps", "Timestamps", 2 }, { "ecn", "ECN", 4 } } },
  { "syn.front_end", "Number of the front-end that they come through", ftypes.UINT8, 1 },
  { "syn.hops", "Migrations of the connection, with this one", ftypes.UINT16, 2 },
  { "syn.home", "Number of the node that the client's packets come to", ftypes.UINT16, 2 },
}

local REJECT = { { "reject.reason", "Reason", ftypes.UINT8, 1, REASONS } }

local CHECKPOINT = {
  { "checkpoint.start", "Sequence number of the first byte", ftypes.UINT32, 4 },
  { "checkpoint.acknowledged", "Bytes that the client has been acknowledged", ftypes.UINT16, 2 },
  { "checkpoint.fin", "Client's FIN behind the last byte", ftypes.BOOLEAN, 1 },
  { "", "Padding", ftypes.BYTES, 1 },
  { "checkpoint.data", "Data", ftypes.BYTES, -1 }, -- to the end
}

local MOVED = {
  { "moved.client_isn", "Client's initial sequence number", ftypes.UINT32, 4 },
  { "moved.hops", "Migrations of the connection", ftypes.UINT16, 2 },
  { "moved.node", "Number of the node that serves", ftypes.UINT16, 2 },
}

local SEALED = {
  { "seal.from", "Sender's number", ftypes.UINT8, 1 },
  { "seal.to", "Receiver's number", ftypes.UINT8, 1 },
  { "seal.mac", "HMAC-SHA-256, first 16 bytes (not checked: it needs the lab's key)", ftypes.BYTES, 16 },
}

local BODIES = { [1] = SYN, [3] = REJECT, [4] = CHECKPOINT, [9] = MOVED }

-- Registers the fields of a table; their ProtoFields stand beside them.
local function register(layout)
  for _, field in ipairs(layout) do
    if field[1] ~= "" then
      local name = "mignet." .. field[1]
      local shown = field[5]
      if type(shown) == "table" then
        field.proto = ProtoField.new(field[2], name, field[3], shown, base.DEC)
      elseif shown then
        field.proto = ProtoField.new(field[2], name, field[3], nil, shown)
      else
        field.proto = ProtoField.new(field[2], name, field[3])
      end
      table.insert(mignet.fields, field.proto)
      for _, bit in ipairs(field[6] or {}) do
        bit.proto = ProtoField.bool(name .. "." .. bit[1], bit[2], 8, nil, bit[3])
        table.insert(mignet.fields, bit.proto)
      end
    end
  end
end

for _, layout in ipairs({ HEADER, SYN, REJECT, CHECKPOINT, MOVED, SEALED }) do
  register(layout)
end

local malformed = ProtoExpert.new("mignet.malformed", "Malformed message", expert.group.MALFORMED, expert.severity.ERROR)
mignet.experts = { malformed }

-- Adds the fields of a table from an offset on; returns the offset behind them.
local function add(tree, buffer, at, till, layout)
  for _, field in ipairs(layout) do
    local size = field[4] >= 0 and field[4] or till - at
    if at + size > till then
      tree:add_proto_expert_info(malformed)
      return till
    end
    if field.proto and size > 0 then
      local item = tree:add(field.proto, buffer(at, size))
      for _, bit in ipairs(field[6] or {}) do
        item:add(bit.proto, buffer(at, size))
      end
    end
    at = at + size
  end
  return at
end

local HEADER_LENGTH = 0
for _, field in ipairs(HEADER) do
  HEADER_LENGTH = HEADER_LENGTH + field[4]
end

local function is_message(buffer, at)
  return at + HEADER_LENGTH <= buffer:len() and buffer(at, 4):uint() == MAGIC and buffer(at + 4, 1):uint() == VERSION
end

-- The client as people write it: 10.9.1.2:40000, [fd00::1]:40000.
local function client(message)
  local mapped = message(20, 8):uint64() == UInt64(0) and message(28, 4):uint() == 0xffff
  local address = mapped and tostring(message(32, 4):ipv4()) or "[" .. tostring(message(20, 16):ipv6()) .. "]"
  return address .. ":" .. message(52, 2):uint()
end

function mignet.dissector(buffer, pinfo, root)
  if not is_message(buffer, 0) then
    return 0
  end
  pinfo.cols.protocol = "MIGNET"
  local names = {}
  local at = 0
  local till = buffer:len() - SEAL
  while is_message(buffer, at) and at < till do
    local kind = buffer(at + 5, 1):uint()
    local length = buffer(at + 6, 2):uint()
    local finish = math.min(at + HEADER_LENGTH + length, till)
    local name = TYPES[kind] or ("Type " .. kind)
    local tree = root:add(mignet, buffer(at, finish - at), "Mignet " .. name)
    add(tree, buffer, at, at + HEADER_LENGTH, HEADER)
    local stop = add(tree, buffer, at + HEADER_LENGTH, finish, BODIES[kind] or {})
    if stop ~= at + HEADER_LENGTH + length then
      tree:add_proto_expert_info(malformed)
    end
    table.insert(names, name .. " " .. client(buffer(at, HEADER_LENGTH)))
    at = finish
  end
  local seal = root:add(mignet, buffer(at), "Mignet seal")
  add(seal, buffer, at, buffer:len(), SEALED)
  pinfo.cols.info = table.concat(names, ", ")
  return buffer:len()
end

DissectorTable.get("udp.port"):add(PORT, mignet)

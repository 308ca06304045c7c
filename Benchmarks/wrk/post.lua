-- Posts the form of six scores as a browser would, each with an id of its own.
-- usage, in this folder: wrk … -s post.lua URL [-- REQUESTS A SECOND]
dofile("report.lua")
local ffi = require("ffi")
local bit = require("bit")
ffi.cdef [[
    struct bench_time { long seconds; long nanoseconds; };
    int clock_gettime(int clock, struct bench_time *time);
]]
local REALTIME, MONOTONIC = 0, 1
local time = ffi.new("struct bench_time")

local function seconds(clock)
    ffi.C.clock_gettime(clock, time)
    return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

-- Unpredictable numbers below 65536, so that no two runs or threads share an id.
local random = io.open("/dev/urandom", "rb")
local function word()
    local high, low = random:read(2):byte(1, 2)
    return high * 256 + low
end
local middle = string.format(
    "-7%03x-%04x-%04x", word() % 4096, 0x8000 + word() % 0x4000, word())
random:close()

local count = 0
local head

-- A time-ordered UUID (version 7): milliseconds, then what is this thread's own, then a count.
local function id()
    count = count + 1
    local milliseconds = math.floor(seconds(REALTIME) * 1000)
    local high = math.floor(milliseconds / 65536)
    return bit.tohex(high) .. "-" .. bit.tohex(milliseconds % 65536, 4) .. middle
        .. bit.tohex(count)
end

local function body()
    local answers = id()
    for item = 1, 6 do
        answers = answers .. "&q" .. item .. "=" .. (count * item + item) % 5 + 1
    end
    return "form=six-scores&version=1&channel=web&lang=vi&id=" .. answers
end

function init(arguments)
    head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
        .. "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. #body()
        .. "\r\n\r\n"
    local rate = tonumber(arguments[1])
    if rate == nil then return end
    -- Requests are due one after the other, whichever connection is free to send them.
    local due = seconds(MONOTONIC)
    function delay()
        due = due + 1 / rate
        return math.max(0, (due - seconds(MONOTONIC)) * 1000)
    end
end

function request()
    return head .. body()
end
